"""Measured batteries: read safely from the publishers' files, found in the folder, refused when wrong."""

import gzip
import hashlib
import io
import struct
import tempfile
import zipfile

import numpy as np
import pytest
from scipy.io import savemat

from unrolled import datasets
from unrolled.datasets import load_nasa_battery, load_matr_features, load_pm25

COUNTS = {"B0005": 168, "B0006": 168, "B0007": 168, "B0018": 132}
CURVES = {name: np.linspace(1.856487, 1.325079, n).round(9) for name, n in COUNTS.items()}
INNER = "5. Battery Data Set/1. BatteryAgingARC-FY08Q4.zip"


# --- files like those of the publishers


def zipped(members):
    """A zip file with {name: bytes}, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def matlab(name, curve):
    """A MATLAB file as NASA builds them: a charge, a discharge and an impedance cycle in turn."""
    cycles = []
    for capacity in curve:
        voltage = np.array([[4.2, 3.5, 2.7]])
        cycles += [
            ("charge", 24.0, {"Voltage_measured": voltage}),
            ("discharge", 24.0, {"Voltage_measured": voltage, "Capacity": capacity}),
            ("impedance", 24.0, {"Re": 0.05}),
        ]
    fields = [("type", object), ("ambient_temperature", object), ("data", object)]
    out = io.BytesIO()
    savemat(out, {name: {"cycle": np.array(cycles, dtype=fields)}})
    return out.getvalue()


@pytest.fixture(scope="module")
def files():
    return {f"{name}.mat": matlab(name, curve) for name, curve in CURVES.items()}


def nasa(files, inner=INNER):
    """The archive: a zip of zips, of which others hold nothing that is asked for."""
    return zipped({
        "5. Battery Data Set/": b"",
        inner: zipped({"README.txt": b"Data Description", **files}),
        "5. Battery Data Set/2. BatteryAgingARC_25_26_27_28_P1.zip": zipped({"B0025.mat": b"not read"}),
    })


@pytest.fixture
def offer(elsewhere, serve, monkeypatch):
    """A function: serve this archive as if it were the official one; returns what was asked for."""
    drafts = elsewhere / "drafts"
    drafts.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(drafts))

    def start(archive, **options):
        monkeypatch.setattr(datasets, "NASA_SHA256", hashlib.sha256(archive).hexdigest())
        return serve({"/nasa.zip": archive}, **options)

    return start


def kept(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def nasa_table(curves=CURVES):
    lines = [f"{name},{k},{value}" for name, curve in curves.items() for k, value in enumerate(curve, start=1)]
    return "\n".join(["cell,discharge_cycle,capacity_Ah", *lines, ""]).encode()


# --- NASA's archive


def test_the_archive_is_parsed_once_and_only_its_table_is_kept(offer, elsewhere, files):
    asked = offer(nasa(files))
    for _ in range(2):
        cells = load_nasa_battery()
        assert list(cells) == list(COUNTS)
        for name, curve in CURVES.items():
            np.testing.assert_array_equal(cells[name], curve)
    assert asked == ["/nasa.zip"]
    assert kept(elsewhere) == {"cache/unrolled/nasa_pcoe_capacity.csv": nasa_table()}
    with pytest.raises(ValueError, match="read-only"):
        cells["B0005"][0] = 0


def replaced(files, **others):
    return {**files, **{f"{name}.mat": content for name, content in others.items()}}


def lying(files):
    """An archive whose member says that it holds 10 bytes."""
    inner = zipped(files)
    size = struct.pack("<L", len(files["B0005.mat"]))
    return zipped({INNER: inner.replace(size, struct.pack("<L", 10))})


BAD = {
    "no zip": (lambda files: b"<html>Sign in to this network</html>", "cannot be read"),
    "no zip inside": (lambda files: zipped({INNER: b"PK nonsense"}), "cannot be read"),
    "wrong size": (lying, "cannot be read"),
    "leads up": (lambda files: nasa(files, "../1. BatteryAgingARC-FY08Q4.zip"), "leads out of it: '../1. Battery"),
    "leads up inside": (lambda files: nasa({"a/../../B0005.mat": b"", **files}), "leads out of it"),
    "leads up on Windows": (lambda files: nasa({"..\\B0005.mat": b"", **files}), "leads out of it"),
    "leads to the root": (lambda files: nasa({"/etc/B0005.mat": b"", **files}), "leads out of it: '/etc/B0005.mat'"),
    "a member too large": (
        lambda files: nasa(replaced(files, B0099=bytes(3 * 10**6))),
        "B0099.mat would have 3000000 bytes; at most 2000000 are read",
    ),
    "too much in all": (
        lambda files: nasa(replaced(files, **{f"B01{k}": bytes(1_900_000) for k in range(5)})),
        "at most 8000000 are read",
    ),
    "no such cell": (lambda files: nasa({"B0005.mat": files["B0005.mat"]}), "has no B0006 and no B0007 and no B0018"),
    "no MATLAB file": (lambda files: nasa(replaced(files, B0007=b"text" * 99)), "B0007.mat is not built as expected"),
    "a MATLAB file cut short": (
        lambda files: nasa(replaced(files, B0007=files["B0007.mat"][:9999])), "B0007.mat is not built as expected",
    ),
    "another cell's file": (
        lambda files: nasa(replaced(files, B0007=files["B0006.mat"])), "B0007.mat is not built as expected",
    ),
    "a discharge less": (
        lambda files: nasa(replaced(files, B0018=matlab("B0018", CURVES["B0018"][1:]))), "'B0018': 131}; expected",
    ),
    "another curve": (
        lambda files: nasa(replaced(files, B0005=matlab("B0005", CURVES["B0005"] + 0.01))), "B0005 goes from 1.866",
    ),
    "a capacity that is none": (
        lambda files: nasa(replaced(files, B0006=matlab("B0006", CURVES["B0006"] * np.nan))), "a number is missing",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_an_archive_that_is_not_right_is_refused_and_leaves_nothing(offer, elsewhere, monkeypatch, files, case):
    make, message = BAD[case]
    monkeypatch.setattr(datasets, "MEMBER_BYTES", 2_000_000)
    monkeypatch.setattr(datasets, "ARCHIVE_BYTES", 8_000_000)
    offer(make(files))
    with pytest.raises(OSError, match="not what was expected") as caught:
        load_nasa_battery()
    assert message in str(caught.value) and datasets.NASA_URL in str(caught.value)
    assert kept(elsewhere) == {}


def test_the_limits_leave_room_for_the_archive_of_210_megabytes():
    assert datasets.MEMBER_BYTES <= datasets.ARCHIVE_BYTES <= 2**30
    assert datasets.MEMBER_BYTES > 209_708_670


@pytest.mark.parametrize("failure", ["another file", "cut short", "not there", "no network"])
@pytest.mark.parametrize("load", [load_nasa_battery, load_matr_features])
def test_without_a_good_download_one_sentence_says_so(offer, serve, elsewhere, monkeypatch, files, failure, load):
    archive = nasa(files)
    if failure == "another file":
        offer(archive)
        serve(b"another file")
    elif failure == "cut short":
        offer(archive)
        serve(archive[:900], length=len(archive))
    else:
        serve(None if failure == "no network" else {})
    with pytest.raises(OSError) as caught:
        load()
    sentence = str(caught.value)
    source = datasets.NASA_URL if load is load_nasa_battery else datasets.MATR_URL
    assert sentence.startswith("The ") and "are not on this machine" in sentence and source in sentence
    assert failure == "another file" or (sentence.endswith(source) and "\n" not in sentence)
    assert caught.value.__cause__ is not None
    assert kept(elsewhere) == {}


# --- the repository of the fast-charged cells


def small_repository(monkeypatch):
    """Five cells in place of the 124: {address: content}, and the charge curves of each."""
    random = np.random.default_rng(0)
    served, charges, splits = {}, [], {}
    for split, cells in (("train", 2), ("test1", 2), ("test2", 1)):
        lives = "".join(f"{500 + cell}\n" for cell in range(cells)).encode()
        served[f"/matr/cycle_lives/{split}_cycle_lives.csv"] = lives
        logs = []
        for cell in range(1, cells + 1):
            charge = (np.linspace(0, 1.06, 1000)[:, None] - random.uniform(0, 0.1, (1000, 99))).round(5)
            out = io.StringIO()
            np.savetxt(out, charge, delimiter=",", fmt="%.5f")
            served[f"/matr/{split}/cell{cell}.csv"] = out.getvalue().encode()
            charges.append(charge)
            logs.append(np.log10((charge[:, 98] - charge[:, 8]).var()))
        splits[split] = (cells, hashlib.sha256(lives).hexdigest(), float(np.mean(logs)))
    monkeypatch.setattr(datasets, "MATR_SPLITS", splits)
    return served, charges


def test_features_are_computed_cell_by_cell_and_kept(elsewhere, serve, monkeypatch):
    served, charges = small_repository(monkeypatch)
    asked = serve(served)
    for _ in range(2):
        cells = load_matr_features()
        assert list(cells.features["split"]) == ["train", "train", "test1", "test1", "test2"]
        assert list(cells.features["cycle_life"]) == [500, 501, 500, 501, 500]
        difference = np.array([charge[:, 98] - charge[:, 8] for charge in charges])
        for column, expected in {
            "log10_var_dQ": np.log10(difference.var(axis=1)), "min_dQ": difference.min(axis=1),
            "mean_dQ": difference.mean(axis=1), "Q_cycle2": [c[-1, 0] for c in charges],
            "Q_cycle100": [c[-1, 98] for c in charges],
        }.items():
            np.testing.assert_allclose(cells.features[column], expected, rtol=1e-4, atol=1e-6, err_msg=column)
        np.testing.assert_allclose(cells.difference, difference[:, ::10], atol=1e-6)
        assert cells.voltage.shape == (100,) and cells.voltage[0] == 3.5 and 2 < cells.voltage[-1] < 2.02
    assert sorted(asked) == sorted(served)
    assert sorted(kept(elsewhere)) == [
        "cache/unrolled/matr_severson_dQ100_10_100pts.csv.gz", "cache/unrolled/matr_severson_features.csv",
    ]


def test_files_of_other_cells_are_refused_and_leave_nothing(elsewhere, serve, monkeypatch):
    good, _ = small_repository(monkeypatch)
    cell, lives = "/matr/test1/cell2.csv", "/matr/cycle_lives/test1_cycle_lives.csv"
    for address, content, message in (
        (cell, b"<html>Sign in</html>", "not what was expected"),
        (cell, b"0.1,0.2\n0.3,0.4\n", "cell 2 in test1 is no table of 1000 voltages and 99 cycles"),
        (cell, b"nan" + good[cell][8:], "cell 2 in test1 is no table"),
        (cell, good["/matr/train/cell1.csv"].replace(b"0.", b"0.0"), "log10_var_dQ in test1 has the mean"),
        (cell, None, "could not be downloaded"),
        (lives, b"500\n502\n", "the lives in test1 are not the published ones"),
        (lives, b"<html>Sign in</html>", "the lives in test1 are not the published ones"),
    ):
        serve({**good, address: content})
        with pytest.raises(OSError, match=message):
            load_matr_features()
        assert kept(elsewhere) == {}


# --- the folder and the cache


@pytest.mark.parametrize("place", ["chosen", "cache/unrolled"])
def test_a_table_in_the_folder_or_in_the_cache_spares_the_download(elsewhere, serve, monkeypatch, place):
    asked = serve({})
    monkeypatch.setenv("UNROLLED_DATA", str(elsewhere / "chosen"))
    (elsewhere / place).mkdir(parents=True)
    (elsewhere / place / "nasa_pcoe_capacity.csv").write_bytes(nasa_table())
    np.testing.assert_array_equal(load_nasa_battery()["B0018"], CURVES["B0018"])
    assert asked == []


@pytest.mark.parametrize(
    "table, message",
    [
        (b"", "No columns"),
        (b"cell,capacity\nB0005,1.8\n", r"its columns are \['cell', 'capacity'\]"),
        (nasa_table()[:-200], "its discharges are"),
        (nasa_table().replace(b"B0018,5,", b"B0018,4,"), "numbered from 1"),
        (nasa_table({**CURVES, "B0006": CURVES["B0006"] * np.nan}), "a number is missing"),
        (nasa_table().replace(b"B0006,7,", b"B0006,7,x"), "could not convert"),
        (b"\xff\xfe\x00", "codec"),
    ],
)
def test_another_table_in_the_folder_is_refused_and_left_alone(elsewhere, serve, monkeypatch, table, message):
    asked = serve({})
    path = elsewhere / "nasa_pcoe_capacity.csv"
    path.write_bytes(table)
    monkeypatch.setenv("UNROLLED_DATA", str(elsewhere))
    with pytest.raises(ValueError, match=f"{path} is not the table that the book expects: .*{message}.*delete"):
        load_nasa_battery()
    assert path.read_bytes() == table and asked == []


@pytest.mark.filterwarnings("ignore:loadtxt")
@pytest.mark.parametrize("content", [b"", b"not packed", gzip.compress(b"0.1,0.2\n"), gzip.compress(b"x" * 999)[:-9]])
def test_curves_that_are_not_right_are_refused(elsewhere, serve, monkeypatch, content):
    served, _ = small_repository(monkeypatch)
    serve(served)
    load_matr_features()
    curves = elsewhere / "cache" / "unrolled" / datasets.MATR_CURVES
    curves.write_bytes(content)
    with pytest.raises(ValueError, match=f"{curves} is not the table that the book expects"):
        load_matr_features()


def test_the_folder_decides_over_the_cache_and_may_lack_everything(elsewhere, monkeypatch):
    assert datasets.measured_tables() == {}
    places = [elsewhere / "chosen", elsewhere / "cache" / "unrolled"]
    for place in places:
        place.mkdir(parents=True)
        (place / datasets.NASA_TABLE).write_bytes(nasa_table())
    assert datasets.measured_tables() == {datasets.NASA_TABLE: places[1] / datasets.NASA_TABLE}
    monkeypatch.setenv("UNROLLED_DATA", str(places[0]))
    assert datasets.measured_tables() == {datasets.NASA_TABLE: places[0] / datasets.NASA_TABLE}


def test_the_book_s_own_files_do_not_need_the_folder_to_have_them(monkeypatch, tmp_path):
    (tmp_path / datasets.NASA_TABLE).write_bytes(nasa_table())
    monkeypatch.setenv("UNROLLED_DATA", str(tmp_path))
    assert len(load_pm25()) == 25


# --- the measured cells themselves, where they are


def need(*names):
    missing = [name for name in names if name not in datasets.measured_tables()]
    if missing:
        pytest.skip(f"{missing[0]} is neither in the folder UNROLLED_DATA nor in the download cache")


def test_nasa_s_cells_cross_1_4_ah_where_the_publications_say():
    need(datasets.NASA_TABLE)
    cells = load_nasa_battery()
    assert {name: len(curve) for name, curve in cells.items()} == COUNTS
    below = {name: next((k for k, value in enumerate(curve, start=1) if value < 1.4), None) for name, curve in cells.items()}
    assert below == {"B0005": 125, "B0006": 109, "B0007": None, "B0018": 97}


def test_one_feature_of_early_cycles_foretells_lives_as_published():
    """The line of Severson et al., Table 1: 103, 138 and 196 cycles (root mean square error)."""
    need(datasets.MATR_TABLE, datasets.MATR_CURVES)
    cells = load_matr_features()
    table = cells.features
    train = table[table["split"] == "train"]
    line = np.polyfit(train["log10_var_dQ"], np.log10(train["cycle_life"]), 1)
    error = 10 ** np.polyval(line, table["log10_var_dQ"]) - table["cycle_life"]
    rmse = np.sqrt((error**2).groupby(table["split"]).mean())
    np.testing.assert_allclose(rmse[["train", "test1", "test2"]], [104, 138, 196], atol=1)
    assert (table["cycle_life"].min(), table["cycle_life"].max()) == (148, 2237)
    # The curves are those of the features, row by row.
    np.testing.assert_allclose(np.log10(cells.difference.var(axis=1)), table["log10_var_dQ"], atol=0.02)
    np.testing.assert_allclose(cells.difference.min(axis=1), table["min_dQ"], atol=0.002)
