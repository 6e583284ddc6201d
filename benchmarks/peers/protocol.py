"""What every Python peer shares: requests and answers as JSON lines, weights and data from safetensors files, memory, GEMM rates.

A peer blocks on stdin between requests, so that it costs nothing while another process is timed:

    {"op": "init", ...}  ->  {"version": ..., "threads": ..., ...}
    {"op": "step"}       ->  {"ms": ..., "lossD": ..., "lossG": ..., "rss": ..., "peakRss": ...}
    {"op": "gemm", "dtype": "float32" | "bfloat16"}  ->  {"rate": FLOP/s}
    {"op": "quit"}
"""

import json
import struct
import sys
import time

import torch

_dtypes = {"F32": torch.float32, "I64": torch.int64, "U8": torch.uint8}


def read_safetensors(path):
    """Tensors of a file by name: 8 bytes of header length, a JSON header, then the bytes."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    data = bytearray(content[8 + length :])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(data[start:end], dtype=_dtypes[entry["dtype"]])
        tensors[name] = flat.clone().view(entry["shape"])
    return tensors


def state_of(tensors, prefix):
    """The state dict of one network in a file of several."""
    return {name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)}


def memory_bytes(key):
    """A line of /proc/self/status, 0 where there is none."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(key + ":"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def reset_peak_rss():
    """From now on the peak counts anew: what setting up took does not belong to it. Linux only."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


def gemm_rate(dtype, size=2048, rounds=5):
    """Best rate of a square matrix product, FLOP/s."""
    a, b = torch.randn(size, size).to(dtype), torch.randn(size, size).to(dtype)
    best = float("inf")
    for _ in range(rounds + 1):
        start = time.perf_counter()
        torch.mm(a, b)
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


def serve(prepare):
    """Answers requests until `quit`. `prepare(request)` returns the function that makes one step and gives both losses."""
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        op = request["op"]
        if op == "quit":
            break
        if op == "init":
            torch.set_num_threads(request["threads"])
            step = prepare(request)
            answer = {"version": torch.__version__, "threads": torch.get_num_threads()}
        elif op == "gemm":
            answer = {"rate": gemm_rate(torch.bfloat16 if request["dtype"] == "bfloat16" else torch.float32)}
        else:
            start = time.perf_counter()
            loss_d = loss_g = 0.0
            for _ in range(request.get("count", 1)):
                loss_d, loss_g = step()
            answer = {"ms": (time.perf_counter() - start) * 1000, "lossD": loss_d, "lossG": loss_g}
        answer["rss"], answer["peakRss"] = memory_bytes("VmRSS"), memory_bytes("VmHWM")
        print(json.dumps(answer), flush=True)
