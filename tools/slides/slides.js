// Starts reveal.js, and sets each slide smaller where it would not fit.
const SMALLEST = 0.6; // of the usual size
const phone = matchMedia("(max-width: 600px)");

// A phone gets slides of its own shape: 1280 pixels scaled down to 390 could not be read.
const canvas = () =>
  phone.matches ? { width: innerWidth, height: innerHeight } : { width: 1280, height: 720 };

// Its own padding counts as outside: the slide number stands there.
function overflows(slide) {
  const { paddingBottom } = getComputedStyle(slide);
  const end = slide.clientHeight - parseFloat(paddingBottom);
  return (
    slide.scrollWidth > slide.clientWidth + 1 ||
    [...slide.children].some((part) => part.offsetTop + part.offsetHeight > end + 1)
  );
}

// A formula or a table that is too wide becomes smaller alone.
function narrow(slide) {
  const { paddingLeft, paddingRight } = getComputedStyle(slide);
  const room = slide.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  for (const part of slide.querySelectorAll(".katex-display, table")) {
    part.style.fontSize = "";
    const size = (of) => parseFloat(getComputedStyle(of).fontSize);
    const share = room / part.scrollWidth;
    if (share < 1) part.style.fontSize = `${(0.99 * share * size(part)) / size(part.parentElement)}em`;
  }
}

function fit(slide) {
  slide.style.setProperty("--fit", 1);
  narrow(slide);
  for (let size = 1; ; size -= 0.04) {
    slide.style.setProperty("--fit", size);
    if (size <= SMALLEST || !overflows(slide)) return;
  }
}

Reveal.initialize({
  ...canvas(),
  margin: 0,
  center: false,
  display: "flex",
  controlsTutorial: false,
  hash: true,
  pdfMaxPagesPerSlide: 1,
  plugins: [RevealNotes],
  scrollActivationWidth: null,
  slideNumber: "c/t",
  transition: "none",
});
Reveal.on("ready", ({ currentSlide }) => fit(currentSlide));
Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
Reveal.on("pdf-ready", () => document.querySelectorAll(".slides section:not(.stack)").forEach(fit));
addEventListener("resize", () => {
  Reveal.configure(canvas());
  fit(Reveal.getCurrentSlide());
});
