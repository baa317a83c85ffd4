"""A slider whose figure a kernel draws, for comparison with the widgets of the book.

The figure is that of MemoryHalfLife, drawn by matplotlib in a function under `ipywidgets.interact`.
It stands in a JupyterLab on this machine, so that no network lies between slider and kernel.
"""

import tempfile
import urllib.parse
from pathlib import Path

import nbformat
from notebooks import serving

CELL = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact

def draw(bias=1.0):
    t, biases = np.arange(26), np.linspace(-4, 8, 97)
    f, half = 1 / (1 + np.exp(-bias)), lambda b: np.log(0.5) / -np.logaddexp(0, -b)
    figure, (decay, halves) = plt.subplots(1, 2, figsize=(6.4, 3.6), width_ratios=(3, 2))
    decay.plot(t, f**t)
    decay.plot(t, np.cumprod(np.full(26, f)) / f, "o", markersize=4)
    decay.axvline(20)
    decay.set(title="$f^t$, and a simulated cell state", xlabel="timestep t", ylim=(-0.03, 1.05))
    halves.plot(biases, half(biases))
    halves.plot(bias, half(bias), "o")
    halves.set(title=f"half-life {half(bias):.4g}", xlabel="forget bias b", yscale="log")
    plt.show()

interact(draw, bias=(-4.0, 8.0, 0.1));
"""

# Moves the slider, and waits until another image is there and the browser has painted: a message
# that is posted in an animation frame arrives behind that frame's paint.
MOVE = """
async (moves) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  }));
  const slider = document.querySelector(".noUi-target").noUiSlider;
  const output = document.querySelector(".widget-output");
  const image = () => output.querySelector("img");
  const another = (before) => new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error("no other image came")), 10000);
    const observer = new MutationObserver(() => {
      if (!image() || image().src === before) return;
      observer.disconnect();
      clearTimeout(late);
      done();
    });
    observer.observe(output, { subtree: true, childList: true, attributes: true });
  });
  const places = 121;
  const times = [];
  for (let move = 0; move < moves; move++) {
    await new Promise((done) => setTimeout(done, (move * 5) % 17));
    const there = another(image().src);
    const start = performance.now();
    slider.set(-4 + 0.1 * ((move * 7) % places));
    await there;
    await image().decode();
    await painted();
    times.push(performance.now() - start);
  }
  return times;
}
"""


def repaint_times(browser, rounds, moves):
    """Milliseconds from each move of the slider until the new image was painted."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL.strip())])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, Path(folder) / "slider.ipynb")
        with serving(folder, "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None") as (_, address, token):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}lab/tree/slider.ipynb?{urllib.parse.urlencode({'token': token})}")
            page.set_default_timeout(60_000)  # JupyterLab is slow to start where others work too
            page.wait_for_selector(".jp-Notebook .jp-CodeCell")
            page.wait_for_function("jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
            page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
            page.wait_for_selector(".widget-output img")
            page.evaluate(MOVE, 10)  # fonts and caches of matplotlib
            times = [time for _ in range(rounds) for time in page.evaluate(MOVE, moves)]
            page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
            page.close()
    return times
