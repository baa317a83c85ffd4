export const python = () => "";
