"""The book's Sphinx extension: live widgets without a kernel, figures that follow the theme,
an index of its words, a light page that asks no other host for anything.

`_config.yml` names it in `extra_extensions`.  It lives in the package because Jupyter Book
loses the path of extensions that lie beside the book.
"""

from unrolled.book import colab, figures, fresh, index, measured, page, roles, versions, widgets


def setup(app):
    app.connect("config-inited", page.configure)
    app.connect("builder-inited", page.write_assets)
    app.connect("env-get-outdated", fresh.outdated)
    app.connect("doctree-read", index.enter_words)
    app.connect("env-updated", index.spell_as_the_glossary)
    app.add_post_transform(figures.InlineFigures)
    app.add_directive("role-key", roles.RoleKey)
    app.add_directive("locked-versions", versions.LockedVersions)
    app.add_directive("measured", measured.Measured)
    app.connect("doctree-resolved", roles.color_equations)
    app.connect("doctree-resolved", colab.tell)
    # Before the theme's, which has 501.
    app.connect("html-page-context", page.keep_launch_buttons_for_notebooks, priority=500)
    app.connect("html-page-context", page.lighten, priority=800)
    app.connect("html-page-context", widgets.mount, priority=900)
    # After the theme's, which writes the colors of code.
    app.connect("build-finished", page.mend_theme, priority=900)
    return {"version": "0.1", "parallel_read_safe": True, "parallel_write_safe": True}
