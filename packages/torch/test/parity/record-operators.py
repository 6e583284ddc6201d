"""Records operator calls of PyTorch's own operator and module tests, for operators.test.ts beside it.

    python record-operators.py OUT.jsonl.gz [--per-overload 16] [--only NAMES.txt] [--largest 4096]

Each line holds one call: the overload's full name, its tensors, its arguments in the order of the schema, its results,
and what it left in the tensors that it writes. Calls are seen by a dispatch mode while the samples run; what they give is
asked afterwards, from what was written down, since composite operators lose conjugations inside the mode (linalg_pinv is
wrong there). Needs PyTorch with numpy (PyTorch 2.13.0 made the fixture).
"""

import argparse
import base64
import gzip
import json
import math
import sys
import types
import unittest
import warnings

# torch.testing._internal imports it for a base class of tests that are never run here.
try:
    import expecttest  # noqa: F401
except ImportError:
    stand_in = types.ModuleType("expecttest")
    stand_in.TestCase = unittest.TestCase
    sys.modules["expecttest"] = stand_in

import torch
from torch.testing._internal import common_methods_invocations as invocations
from torch.testing._internal.common_modules import module_db
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

# The dtypes that have a counterpart in JavaScript.
DTYPES = {
    getattr(torch, name): name
    for name in "float32 float64 float16 bfloat16 uint8 int8 int16 int32 int64 bool complex64 complex128".split()
}
SAMPLED = (torch.float32, torch.int64, torch.complex64, torch.bfloat16, torch.bool, torch.float64)
FORMATS = {
    torch.contiguous_format: "contiguous",
    torch.preserve_format: "preserve",
    torch.channels_last: "channelsLast",
    torch.channels_last_3d: "channelsLast3d",
}
LAYOUTS = {torch.strided: "strided", torch.sparse_coo: "sparse"}

# What they leave in memory is whatever stood there, or is drawn by chance: only shape and dtype are compared.
UNINITIALISED = set(
    "empty empty_like empty_strided empty_permuted new_empty new_empty_strided resize resize_ resize_as resize_as_".split()
)


class NotExpressible(Exception):
    """The call has an argument or result without counterpart in JavaScript."""


def encode_tensor(tensor, largest):
    plain = tensor.layout == torch.strided and not tensor.is_nested and tensor.device.type == "cpu"
    if not plain or tensor.dtype not in DTYPES or type(tensor) not in (torch.Tensor, torch.nn.Parameter):
        raise NotExpressible(f"a tensor of {tensor.dtype}, {tensor.layout}, {tensor.device}")
    if tensor.numel() > largest:
        raise NotExpressible("a large tensor")
    if tensor._is_zerotensor():
        tensor = tensor.clone()
    rows = tensor.detach().resolve_conj().resolve_neg().contiguous().flatten()
    data = rows.view(torch.uint8).numpy().tobytes() if rows.numel() > 0 else b""
    record = [DTYPES[tensor.dtype], list(tensor.shape), base64.b64encode(data).decode()]
    # Another order of dimensions is kept; every other layout becomes row-major.
    dense = torch.empty_like(tensor, memory_format=torch.preserve_format).stride() == tensor.stride()
    if dense and not tensor.is_contiguous():
        record.append(list(tensor.stride()))
    return record


def decode_tensor(record):
    dtype, shape, data, *strides = record
    rows = torch.frombuffer(bytearray(base64.b64decode(data)) or bytearray(16), dtype=getattr(torch, dtype))
    tensor = rows[: math.prod(shape)].reshape(shape).clone()
    return torch.empty_strided(shape, strides[0], dtype=tensor.dtype).copy_(tensor) if strides else tensor


def decode_value(value, kind, tensors):
    if isinstance(value, list):
        return [decode_value(element, kind, tensors) for element in value]
    if isinstance(value, dict):
        return tensors[value["tensor"]] if "tensor" in value else int(value["int"]) if "int" in value else float(value["float"])
    if value is None or not isinstance(value, str):
        return value
    if "ScalarType" in kind:
        return getattr(torch, value)
    if "Layout" in kind:
        return {name: layout for layout, name in LAYOUTS.items()}[value]
    if "MemoryFormat" in kind:
        return {name: memory_format for memory_format, name in FORMATS.items()}[value]
    return torch.device(value) if "Device" in kind else value


def answer(record, largest):
    """Calls the operator with what was recorded, and adds what it gives."""
    name, _, overload = record["op"].removeprefix("aten::").partition(".")
    func = getattr(getattr(torch.ops.aten, name), overload or "default")
    tensors = [decode_tensor(tensor) for tensor in record["tensors"]]
    positional, named, written, skipped = [], {}, [], False
    for argument, value in zip(func._schema.arguments, record["args"]):
        if value == {"default": True}:
            skipped = True
            continue
        decoded = decode_value(value, str(argument.real_type), tensors)
        if argument.kwarg_only or skipped:
            named[argument.name] = decoded
        else:
            positional.append(decoded)
        if argument.alias_info is not None and argument.alias_info.is_write:
            written += [v["tensor"] for v in tree_flatten(value, is_leaf=lambda v: isinstance(v, dict))[0] if v is not None]
    torch.manual_seed(0)
    with torch.no_grad():
        result = func(*positional, **named)
    results = result if isinstance(result, tuple) else () if not func._schema.returns else (result,)
    record["results"] = [encode_result(value, largest) for value in results]
    record["written"] = {i: encode_tensor(tensors[i], largest) for i in written}
    # What such operators leave is drawn by chance, or whatever stood in memory.
    if torch.Tag.nondeterministic_seeded in func.tags or name in UNINITIALISED:
        record["loose"] = True


def encode_result(value, largest):
    if isinstance(value, torch.Tensor):
        return {"value": encode_tensor(value, largest)}
    if isinstance(value, (list, tuple)):
        return [encode_result(element, largest) for element in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return {"int": str(value)}
    if isinstance(value, (torch.dtype, complex)):
        raise NotExpressible(f"a result of {type(value)}")
    return value


class Call:
    """One call while it is being encoded: tensors by identity, so that one given twice stays one."""

    def __init__(self, largest):
        self.tensors, self.indices, self.largest, self.alive = [], {}, largest, []

    def tensor(self, value):
        if id(value) not in self.indices:
            self.tensors.append(encode_tensor(value, self.largest))
            self.indices[id(value)] = len(self.indices)
            self.alive.append(value)
        return {"tensor": self.indices[id(value)]}

    def value(self, value, kind):
        if value is None or (isinstance(value, (str, bool)) and "Tensor" not in kind):
            return value
        if isinstance(value, torch.Tensor):
            if "Tensor" not in kind:
                raise NotExpressible("a tensor in place of a number")
            return self.tensor(value)
        if "Tensor" in kind and not isinstance(value, (list, tuple)):
            raise NotExpressible("a number in place of a tensor")
        if isinstance(value, int):
            # As a Scalar it is an int64, which a JavaScript number is only beside integers.
            return {"int": str(value)} if "Scalar" in kind or abs(value) > 2**53 else value
        if isinstance(value, float):
            if "Scalar" in kind and math.isfinite(value) and value == int(value) and self.meets_integers():
                raise NotExpressible("a whole float beside integers")
            return value if math.isfinite(value) else {"float": str(value)}
        if isinstance(value, (list, tuple)):
            return [self.value(element, kind) for element in value]
        if isinstance(value, torch.dtype) and value in DTYPES:
            return DTYPES[value]
        if isinstance(value, torch.memory_format):
            return FORMATS[value]
        if isinstance(value, torch.layout) and value in LAYOUTS:
            return LAYOUTS[value]
        if isinstance(value, torch.device):
            return str(value)
        raise NotExpressible(f"a value of {type(value)}")

    def meets_integers(self):
        return len(self.tensors) > 0 and ("int" in self.tensors[0][0] or self.tensors[0][0] == "bool")


class Recorder(TorchDispatchMode):
    def __init__(self, per_overload, only, largest):
        super().__init__()
        self.records, self.per_overload, self.only, self.largest = [], per_overload, only, largest
        self.counts, self.skipped, self.seen, self.broken = {}, {}, set(), 0

    def __torch_dispatch__(self, func, kinds, args=(), kwargs=None):
        kwargs = kwargs or {}
        call = self.before(func, args, kwargs)
        result = func(*args, **kwargs)
        if call is not None:
            self.after(call)
            self.call_out_variants(func, args, kwargs, result)
        return result

    def call_out_variants(self, func, args, kwargs, result):
        """The overloads that take the same arguments and write into tensors given besides."""
        arguments = func._schema.arguments
        if any(argument.alias_info is not None and argument.alias_info.is_write for argument in arguments):
            return
        results = result if isinstance(result, tuple) else (result,)
        names = [argument.name for argument in arguments]
        for overload in func.overloadpacket.overloads():
            variant = getattr(func.overloadpacket, overload)
            outs = variant._schema.arguments[len(names) :]
            same = [argument.name for argument in variant._schema.arguments[: len(names)]] == names
            if not same or len(outs) != len(results) or not all(out.alias_info and out.alias_info.is_write for out in outs):
                continue
            try:
                own = {
                    out.name: [torch.empty(0, dtype=t.dtype) for t in value] if isinstance(value, list) else torch.empty(0, dtype=value.dtype)
                    for out, value in zip(outs, results)
                }
                call = self.before(variant, args, {**kwargs, **own})
                if call is not None:
                    variant(*args, **kwargs, **own)
                    self.after(call)
            except Exception:
                self.broken += 1

    def before(self, func, args, kwargs):
        schema = func._schema
        name = schema.name + (f".{schema.overload_name}" if schema.overload_name else "")
        wanted = name.startswith("aten::") and (self.only is None or name in self.only)
        if not wanted or self.counts.get(name, 0) >= self.per_overload:
            return None
        call, encoded, default = Call(self.largest), [], {"default": True}
        try:
            # Tensors first: they decide how numbers are read.
            for argument in tree_flatten((args, kwargs))[0]:
                if isinstance(argument, torch.Tensor):
                    call.tensor(argument)
            for i, argument in enumerate(schema.arguments):
                given = args[i] if i < len(args) else kwargs.get(argument.name, default)
                encoded.append(default if given is default else call.value(given, str(argument.type).replace("number", "Scalar")))
        except NotExpressible as reason:
            self.skipped[str(reason)] = self.skipped.get(str(reason), 0) + 1
            return None
        while encoded and encoded[-1] == default:
            encoded.pop()
        shape_of_call = json.dumps([name, encoded, [t[:2] + t[3:] for t in call.tensors]])
        if shape_of_call in self.seen:
            return None
        self.seen.add(shape_of_call)
        call.record = {"op": name, "tensors": call.tensors, "args": encoded}
        return call

    def after(self, call):
        name = call.record["op"]
        self.counts[name] = self.counts.get(name, 0) + 1
        self.records.append(call.record)

    def attempt(self, work):
        """Samples may be refused in this mode or dtype; what they called before counts all the same."""
        try:
            torch.manual_seed(0)
            with self:
                return work()
        except Exception:
            self.broken += 1
            return None


def floats_of(result):
    return [t for t in tree_flatten(result)[0] if isinstance(t, torch.Tensor) and t.requires_grad]


def backward(result):
    outputs = floats_of(result)
    if outputs:
        torch.autograd.backward(outputs, [torch.ones_like(t) for t in outputs])


def record_operator(recorder, op, samples):
    for dtype in SAMPLED:
        if dtype not in op.supported_dtypes("cpu"):
            continue
        differentiable = op.supports_autograd and dtype in op.supported_backward_dtypes("cpu")
        try:
            plain = list(zip(range(samples), op.sample_inputs("cpu", dtype, requires_grad=False)))
            recorded = list(zip(range(samples), op.sample_inputs("cpu", dtype, requires_grad=True))) if differentiable else []
        except Exception:
            recorder.broken += 1
            continue
        # Inference mode shows operators as they are called; otherwise autograd takes composite ones apart first.
        for _, sample in plain:
            arguments = (sample.input, *sample.args)
            with torch.inference_mode():
                result = recorder.attempt(lambda: op(*arguments, **sample.kwargs))
                if op.supports_out and isinstance(result, torch.Tensor) and "out" not in sample.kwargs:
                    recorder.attempt(lambda: op(*arguments, **sample.kwargs, out=torch.empty(0, dtype=result.dtype)))
                if op.inplace_variant is not None and isinstance(sample.input, torch.Tensor):
                    own = sample.input.clone()
                    recorder.attempt(lambda: op.inplace_variant(own, *sample.args, **sample.kwargs))
        for _, sample in recorded:
            recorder.attempt(lambda: backward(op(sample.input, *sample.args, **sample.kwargs)))


def record_lists(recorder, op, samples):
    """Operators on lists of tensors, as optimizers use them."""
    for dtype in (torch.float32, torch.int64):
        try:
            inputs = list(zip(range(samples), op.sample_inputs("cpu", dtype, num_input_tensors=[3], noncontiguous=False)))
        except Exception:
            recorder.broken += 1
            continue
        for _, sample in inputs:
            for variant in (op.method_variant, op.inplace_variant):
                if variant is not None:
                    own = [tensor.clone() for tensor in sample.input]
                    recorder.attempt(lambda: variant(own, *sample.args, **sample.kwargs))


def record_module(recorder, info, samples):
    for training in (True, False):
        for dtype in (torch.float32, torch.bfloat16):
            try:
                inputs = info.module_inputs_func(info, device="cpu", dtype=dtype, requires_grad=True, training=training)
            except Exception:
                recorder.broken += 1
                continue
            for _, sample in zip(range(samples), inputs):
                if sample.forward_input is None:
                    continue
                try:
                    made = sample.constructor_input
                    module = info.module_cls(*made.args, **made.kwargs).to(dtype).train(training)
                except Exception:
                    recorder.broken += 1
                    continue
                given = sample.forward_input
                with torch.inference_mode():
                    recorder.attempt(lambda: module(*given.args, **given.kwargs))
                recorder.attempt(lambda: backward(module(*given.args, **given.kwargs)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--per-overload", type=int, default=16)
    parser.add_argument("--only", help="file with one overload per line")
    parser.add_argument("--largest", type=int, default=4096, help="elements of the largest tensor")
    parser.add_argument("--samples", type=int, default=12, help="of each operator and dtype")
    parser.add_argument("--progress", action="store_true")
    options = parser.parse_args()
    only = set(open(options.only).read().split()) if options.only else None
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    recorder = Recorder(options.per_overload, only, options.largest)
    for i, op in enumerate(invocations.op_db):
        if options.progress and i % 25 == 0:
            print(f"{i} of {len(invocations.op_db)}: {op.name}", file=sys.stderr, flush=True)
        record_operator(recorder, op, options.samples)
    for kind in ("unary", "binary", "pointwise", "reduce", "other"):
        for op in getattr(invocations, f"foreach_{kind}_op_db", []):
            record_lists(recorder, op, options.samples)
    for info in module_db:
        record_module(recorder, info, options.samples)
    calls, overloads = write_answers(recorder.records, options.out, options.largest)
    print(
        f"{calls} calls of {overloads} overloads; {sum(recorder.skipped.values())} without counterpart in JavaScript; "
        f"{recorder.broken} samples that PyTorch refused"
    )


def write_answers(records, path, largest):
    overloads, calls = set(), 0
    with gzip.open(path, "wt", compresslevel=6) as out:
        out.write(json.dumps({"torch": torch.__version__}) + "\n")
        for record in records:
            try:
                answer(record, largest)
            except Exception:
                continue
            out.write(json.dumps(record, separators=(",", ":")) + "\n")
            overloads.add(record["op"])
            calls += 1
    return calls, len(overloads)


if __name__ == "__main__":
    main()
