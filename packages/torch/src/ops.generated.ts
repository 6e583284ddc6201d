// Generated from libtorch 2.13.0 by scripts/generate-ops.mjs; do not edit.

import { requireOptions } from './arguments.js'
import { invoke, invoke1, invoke2, invoke3, operator } from './dispatch.js'
import type { DType } from './tensor/dtype.js'
import type { Generator } from './random.js'
import { type Layout, type MemoryFormat, type Scalar, Tensor } from './tensor/tensor.js'

const addOp0 = operator('aten::add.Tensor', 't')
const addOp1 = operator('aten::add.Scalar', 't')
const addNames = ['alpha'] as const
/** `add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` · `add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function add(self: Tensor, other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  const { alpha } = requireOptions('add', options, addNames)
  return invoke3(other instanceof Tensor ? addOp0 : addOp1, self, other, alpha) as Tensor
}

const add_Op0 = operator('aten::add_.Tensor', 'a0')
const add_Op1 = operator('aten::add_.Scalar', 'a0')
const add_Names = ['alpha'] as const
/** `add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` · `add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
export function add_(self: Tensor, other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  const { alpha } = requireOptions('add_', options, add_Names)
  return invoke3(other instanceof Tensor ? add_Op0 : add_Op1, self, other, alpha) as Tensor
}

const subOp0 = operator('aten::sub.Tensor', 't')
const subOp1 = operator('aten::sub.Scalar', 't')
const subNames = ['alpha'] as const
/** `sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` · `sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function sub(self: Tensor, other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  const { alpha } = requireOptions('sub', options, subNames)
  return invoke3(other instanceof Tensor ? subOp0 : subOp1, self, other, alpha) as Tensor
}

const sub_Op0 = operator('aten::sub_.Tensor', 'a0')
const sub_Op1 = operator('aten::sub_.Scalar', 'a0')
const sub_Names = ['alpha'] as const
/** `sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` · `sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
export function sub_(self: Tensor, other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  const { alpha } = requireOptions('sub_', options, sub_Names)
  return invoke3(other instanceof Tensor ? sub_Op0 : sub_Op1, self, other, alpha) as Tensor
}

const mulOp0 = operator('aten::mul.Tensor', 't')
const mulOp1 = operator('aten::mul.Scalar', 't')
/** `mul.Tensor(Tensor self, Tensor other) -> Tensor` · `mul.Scalar(Tensor self, Scalar other) -> Tensor` */
export function mul(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? mulOp0 : mulOp1, self, other) as Tensor
}

const mul_Op0 = operator('aten::mul_.Tensor', 'a0')
const mul_Op1 = operator('aten::mul_.Scalar', 'a0')
/** `mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` · `mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
export function mul_(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? mul_Op0 : mul_Op1, self, other) as Tensor
}

const divOp0 = operator('aten::div.Tensor', 't')
const divOp1 = operator('aten::div.Scalar', 't')
/** `div.Tensor(Tensor self, Tensor other) -> Tensor` · `div.Scalar(Tensor self, Scalar other) -> Tensor` */
export function div(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? divOp0 : divOp1, self, other) as Tensor
}

const div_Op0 = operator('aten::div_.Tensor', 'a0')
const div_Op1 = operator('aten::div_.Scalar', 'a0')
/** `div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` · `div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
export function div_(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? div_Op0 : div_Op1, self, other) as Tensor
}

const rsubOp0 = operator('aten::rsub.Tensor', 't')
const rsubOp1 = operator('aten::rsub.Scalar', 't')
const rsubNames = ['alpha'] as const
/** `rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` · `rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function rsub(self: Tensor, other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  const { alpha } = requireOptions('rsub', options, rsubNames)
  return invoke3(other instanceof Tensor ? rsubOp0 : rsubOp1, self, other, alpha) as Tensor
}

const remainderOp0 = operator('aten::remainder.Tensor', 't')
const remainderOp1 = operator('aten::remainder.Scalar', 't')
/** `remainder.Tensor(Tensor self, Tensor other) -> Tensor` · `remainder.Scalar(Tensor self, Scalar other) -> Tensor` */
export function remainder(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? remainderOp0 : remainderOp1, self, other) as Tensor
}

const fmodOp0 = operator('aten::fmod.Tensor', 't')
const fmodOp1 = operator('aten::fmod.Scalar', 't')
/** `fmod.Tensor(Tensor self, Tensor other) -> Tensor` · `fmod.Scalar(Tensor self, Scalar other) -> Tensor` */
export function fmod(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? fmodOp0 : fmodOp1, self, other) as Tensor
}

const floorDivideOp0 = operator('aten::floor_divide', 't')
const floorDivideOp1 = operator('aten::floor_divide.Scalar', 't')
/** `floor_divide(Tensor self, Tensor other) -> Tensor` · `floor_divide.Scalar(Tensor self, Scalar other) -> Tensor` */
export function floorDivide(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? floorDivideOp0 : floorDivideOp1, self, other) as Tensor
}

const powOp0 = operator('aten::pow.Tensor_Tensor', 't')
const powOp1 = operator('aten::pow.Tensor_Scalar', 't')
const powOp2 = operator('aten::pow.Scalar', 't')
/** `pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` · `pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` · `pow.Scalar(Scalar self, Tensor exponent) -> Tensor` */
export function pow(self: Tensor | Scalar, exponent: Tensor | Scalar): Tensor {
  return invoke2(
    self instanceof Tensor && exponent instanceof Tensor
      ? powOp0
      : self instanceof Tensor && !(exponent instanceof Tensor)
        ? powOp1
        : powOp2,
    self,
    exponent,
  ) as Tensor
}

const atan2Op0 = operator('aten::atan2', 't')
/** `atan2(Tensor self, Tensor other) -> Tensor` */
export function atan2(self: Tensor, other: Tensor): Tensor {
  return invoke2(atan2Op0, self, other) as Tensor
}

const maximumOp0 = operator('aten::maximum', 't')
/** `maximum(Tensor self, Tensor other) -> Tensor` */
export function maximum(self: Tensor, other: Tensor): Tensor {
  return invoke2(maximumOp0, self, other) as Tensor
}

const minimumOp0 = operator('aten::minimum', 't')
/** `minimum(Tensor self, Tensor other) -> Tensor` */
export function minimum(self: Tensor, other: Tensor): Tensor {
  return invoke2(minimumOp0, self, other) as Tensor
}

const eqOp0 = operator('aten::eq.Tensor', 't')
const eqOp1 = operator('aten::eq.Scalar', 't')
/** `eq.Tensor(Tensor self, Tensor other) -> Tensor` · `eq.Scalar(Tensor self, Scalar other) -> Tensor` */
export function eq(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? eqOp0 : eqOp1, self, other) as Tensor
}

const neOp0 = operator('aten::ne.Tensor', 't')
const neOp1 = operator('aten::ne.Scalar', 't')
/** `ne.Tensor(Tensor self, Tensor other) -> Tensor` · `ne.Scalar(Tensor self, Scalar other) -> Tensor` */
export function ne(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? neOp0 : neOp1, self, other) as Tensor
}

const ltOp0 = operator('aten::lt.Tensor', 't')
const ltOp1 = operator('aten::lt.Scalar', 't')
/** `lt.Tensor(Tensor self, Tensor other) -> Tensor` · `lt.Scalar(Tensor self, Scalar other) -> Tensor` */
export function lt(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? ltOp0 : ltOp1, self, other) as Tensor
}

const leOp0 = operator('aten::le.Tensor', 't')
const leOp1 = operator('aten::le.Scalar', 't')
/** `le.Tensor(Tensor self, Tensor other) -> Tensor` · `le.Scalar(Tensor self, Scalar other) -> Tensor` */
export function le(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? leOp0 : leOp1, self, other) as Tensor
}

const gtOp0 = operator('aten::gt.Tensor', 't')
const gtOp1 = operator('aten::gt.Scalar', 't')
/** `gt.Tensor(Tensor self, Tensor other) -> Tensor` · `gt.Scalar(Tensor self, Scalar other) -> Tensor` */
export function gt(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? gtOp0 : gtOp1, self, other) as Tensor
}

const geOp0 = operator('aten::ge.Tensor', 't')
const geOp1 = operator('aten::ge.Scalar', 't')
/** `ge.Tensor(Tensor self, Tensor other) -> Tensor` · `ge.Scalar(Tensor self, Scalar other) -> Tensor` */
export function ge(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? geOp0 : geOp1, self, other) as Tensor
}

const equalOp0 = operator('aten::equal', 'v')
/** `equal(Tensor self, Tensor other) -> bool` */
export function equal(self: Tensor, other: Tensor): boolean {
  return invoke2(equalOp0, self, other) as boolean
}

const allcloseOp0 = operator('aten::allclose', 'v')
const allcloseNames = ['rtol', 'atol', 'equalNan'] as const
/** `allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
export function allclose(
  self: Tensor,
  other: Tensor,
  options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined },
): boolean {
  const { rtol, atol, equalNan } = requireOptions('allclose', options, allcloseNames)
  return invoke(allcloseOp0, self, other, rtol, atol, equalNan) as boolean
}

const iscloseOp0 = operator('aten::isclose', 't')
const iscloseNames = ['rtol', 'atol', 'equalNan'] as const
/** `isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
export function isclose(
  self: Tensor,
  other: Tensor,
  options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined },
): Tensor {
  const { rtol, atol, equalNan } = requireOptions('isclose', options, iscloseNames)
  return invoke(iscloseOp0, self, other, rtol, atol, equalNan) as Tensor
}

const logicalAndOp0 = operator('aten::logical_and', 't')
/** `logical_and(Tensor self, Tensor other) -> Tensor` */
export function logicalAnd(self: Tensor, other: Tensor): Tensor {
  return invoke2(logicalAndOp0, self, other) as Tensor
}

const logicalOrOp0 = operator('aten::logical_or', 't')
/** `logical_or(Tensor self, Tensor other) -> Tensor` */
export function logicalOr(self: Tensor, other: Tensor): Tensor {
  return invoke2(logicalOrOp0, self, other) as Tensor
}

const logicalXorOp0 = operator('aten::logical_xor', 't')
/** `logical_xor(Tensor self, Tensor other) -> Tensor` */
export function logicalXor(self: Tensor, other: Tensor): Tensor {
  return invoke2(logicalXorOp0, self, other) as Tensor
}

const logicalNotOp0 = operator('aten::logical_not', 't')
/** `logical_not(Tensor self) -> Tensor` */
export function logicalNot(self: Tensor): Tensor {
  return invoke1(logicalNotOp0, self) as Tensor
}

const bitwiseAndOp0 = operator('aten::bitwise_and.Tensor', 't')
const bitwiseAndOp1 = operator('aten::bitwise_and.Scalar', 't')
/** `bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor` · `bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseAnd(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? bitwiseAndOp0 : bitwiseAndOp1, self, other) as Tensor
}

const bitwiseOrOp0 = operator('aten::bitwise_or.Tensor', 't')
const bitwiseOrOp1 = operator('aten::bitwise_or.Scalar', 't')
/** `bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor` · `bitwise_or.Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseOr(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? bitwiseOrOp0 : bitwiseOrOp1, self, other) as Tensor
}

const bitwiseXorOp0 = operator('aten::bitwise_xor.Tensor', 't')
const bitwiseXorOp1 = operator('aten::bitwise_xor.Scalar', 't')
/** `bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor` · `bitwise_xor.Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseXor(self: Tensor, other: Tensor | Scalar): Tensor {
  return invoke2(other instanceof Tensor ? bitwiseXorOp0 : bitwiseXorOp1, self, other) as Tensor
}

const bitwiseNotOp0 = operator('aten::bitwise_not', 't')
/** `bitwise_not(Tensor self) -> Tensor` */
export function bitwiseNot(self: Tensor): Tensor {
  return invoke1(bitwiseNotOp0, self) as Tensor
}

const whereOp0 = operator('aten::where.self', 't')
const whereOp1 = operator('aten::where.ScalarSelf', 't')
const whereOp2 = operator('aten::where.ScalarOther', 't')
const whereOp3 = operator('aten::where.Scalar', 't')
/** `where.self(Tensor condition, Tensor self, Tensor other) -> Tensor` · `where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor` · `where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor` · `where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor` */
export function where(condition: Tensor, self: Tensor | Scalar, other: Tensor | Scalar): Tensor {
  return invoke3(
    self instanceof Tensor && other instanceof Tensor
      ? whereOp0
      : !(self instanceof Tensor) && other instanceof Tensor
        ? whereOp1
        : self instanceof Tensor && !(other instanceof Tensor)
          ? whereOp2
          : whereOp3,
    condition,
    self,
    other,
  ) as Tensor
}

const lerpOp0 = operator('aten::lerp.Scalar', 't')
const lerpOp1 = operator('aten::lerp.Tensor', 't')
/** `lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor` · `lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor` */
export function lerp(self: Tensor, end: Tensor, weight: Scalar | Tensor): Tensor {
  return invoke3(!(weight instanceof Tensor) ? lerpOp0 : lerpOp1, self, end, weight) as Tensor
}

const lerp_Op0 = operator('aten::lerp_.Scalar', 'a0')
const lerp_Op1 = operator('aten::lerp_.Tensor', 'a0')
/** `lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)` · `lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)` */
export function lerp_(self: Tensor, end: Tensor, weight: Scalar | Tensor): Tensor {
  return invoke3(!(weight instanceof Tensor) ? lerp_Op0 : lerp_Op1, self, end, weight) as Tensor
}

const addcmulOp0 = operator('aten::addcmul', 't')
const addcmulNames = ['value'] as const
/** `addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
export function addcmul(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options?: { value?: Scalar | undefined },
): Tensor {
  const { value } = requireOptions('addcmul', options, addcmulNames)
  return invoke(addcmulOp0, self, tensor1, tensor2, value) as Tensor
}

const addcmul_Op0 = operator('aten::addcmul_', 'a0')
const addcmul_Names = ['value'] as const
/** `addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
export function addcmul_(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options?: { value?: Scalar | undefined },
): Tensor {
  const { value } = requireOptions('addcmul_', options, addcmul_Names)
  return invoke(addcmul_Op0, self, tensor1, tensor2, value) as Tensor
}

const addcdivOp0 = operator('aten::addcdiv', 't')
const addcdivNames = ['value'] as const
/** `addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
export function addcdiv(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options?: { value?: Scalar | undefined },
): Tensor {
  const { value } = requireOptions('addcdiv', options, addcdivNames)
  return invoke(addcdivOp0, self, tensor1, tensor2, value) as Tensor
}

const addcdiv_Op0 = operator('aten::addcdiv_', 'a0')
const addcdiv_Names = ['value'] as const
/** `addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
export function addcdiv_(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options?: { value?: Scalar | undefined },
): Tensor {
  const { value } = requireOptions('addcdiv_', options, addcdiv_Names)
  return invoke(addcdiv_Op0, self, tensor1, tensor2, value) as Tensor
}

const negOp0 = operator('aten::neg', 't')
/** `neg(Tensor self) -> Tensor` */
export function neg(self: Tensor): Tensor {
  return invoke1(negOp0, self) as Tensor
}

const neg_Op0 = operator('aten::neg_', 'a0')
/** `neg_(Tensor(a!) self) -> Tensor(a!)` */
export function neg_(self: Tensor): Tensor {
  return invoke1(neg_Op0, self) as Tensor
}

const absOp0 = operator('aten::abs', 't')
/** `abs(Tensor self) -> Tensor` */
export function abs(self: Tensor): Tensor {
  return invoke1(absOp0, self) as Tensor
}

const abs_Op0 = operator('aten::abs_', 'a0')
/** `abs_(Tensor(a!) self) -> Tensor(a!)` */
export function abs_(self: Tensor): Tensor {
  return invoke1(abs_Op0, self) as Tensor
}

const signOp0 = operator('aten::sign', 't')
/** `sign(Tensor self) -> Tensor` */
export function sign(self: Tensor): Tensor {
  return invoke1(signOp0, self) as Tensor
}

const expOp0 = operator('aten::exp', 't')
/** `exp(Tensor self) -> Tensor` */
export function exp(self: Tensor): Tensor {
  return invoke1(expOp0, self) as Tensor
}

const exp_Op0 = operator('aten::exp_', 'a0')
/** `exp_(Tensor(a!) self) -> Tensor(a!)` */
export function exp_(self: Tensor): Tensor {
  return invoke1(exp_Op0, self) as Tensor
}

const exp2Op0 = operator('aten::exp2', 't')
/** `exp2(Tensor self) -> Tensor` */
export function exp2(self: Tensor): Tensor {
  return invoke1(exp2Op0, self) as Tensor
}

const expm1Op0 = operator('aten::expm1', 't')
/** `expm1(Tensor self) -> Tensor` */
export function expm1(self: Tensor): Tensor {
  return invoke1(expm1Op0, self) as Tensor
}

const logOp0 = operator('aten::log', 't')
/** `log(Tensor self) -> Tensor` */
export function log(self: Tensor): Tensor {
  return invoke1(logOp0, self) as Tensor
}

const log1pOp0 = operator('aten::log1p', 't')
/** `log1p(Tensor self) -> Tensor` */
export function log1p(self: Tensor): Tensor {
  return invoke1(log1pOp0, self) as Tensor
}

const log2Op0 = operator('aten::log2', 't')
/** `log2(Tensor self) -> Tensor` */
export function log2(self: Tensor): Tensor {
  return invoke1(log2Op0, self) as Tensor
}

const log10Op0 = operator('aten::log10', 't')
/** `log10(Tensor self) -> Tensor` */
export function log10(self: Tensor): Tensor {
  return invoke1(log10Op0, self) as Tensor
}

const log_Op0 = operator('aten::log_', 'a0')
/** `log_(Tensor(a!) self) -> Tensor(a!)` */
export function log_(self: Tensor): Tensor {
  return invoke1(log_Op0, self) as Tensor
}

const sqrtOp0 = operator('aten::sqrt', 't')
/** `sqrt(Tensor self) -> Tensor` */
export function sqrt(self: Tensor): Tensor {
  return invoke1(sqrtOp0, self) as Tensor
}

const sqrt_Op0 = operator('aten::sqrt_', 'a0')
/** `sqrt_(Tensor(a!) self) -> Tensor(a!)` */
export function sqrt_(self: Tensor): Tensor {
  return invoke1(sqrt_Op0, self) as Tensor
}

const rsqrtOp0 = operator('aten::rsqrt', 't')
/** `rsqrt(Tensor self) -> Tensor` */
export function rsqrt(self: Tensor): Tensor {
  return invoke1(rsqrtOp0, self) as Tensor
}

const squareOp0 = operator('aten::square', 't')
/** `square(Tensor self) -> Tensor` */
export function square(self: Tensor): Tensor {
  return invoke1(squareOp0, self) as Tensor
}

const reciprocalOp0 = operator('aten::reciprocal', 't')
/** `reciprocal(Tensor self) -> Tensor` */
export function reciprocal(self: Tensor): Tensor {
  return invoke1(reciprocalOp0, self) as Tensor
}

const sinOp0 = operator('aten::sin', 't')
/** `sin(Tensor self) -> Tensor` */
export function sin(self: Tensor): Tensor {
  return invoke1(sinOp0, self) as Tensor
}

const cosOp0 = operator('aten::cos', 't')
/** `cos(Tensor self) -> Tensor` */
export function cos(self: Tensor): Tensor {
  return invoke1(cosOp0, self) as Tensor
}

const tanOp0 = operator('aten::tan', 't')
/** `tan(Tensor self) -> Tensor` */
export function tan(self: Tensor): Tensor {
  return invoke1(tanOp0, self) as Tensor
}

const asinOp0 = operator('aten::asin', 't')
/** `asin(Tensor self) -> Tensor` */
export function asin(self: Tensor): Tensor {
  return invoke1(asinOp0, self) as Tensor
}

const acosOp0 = operator('aten::acos', 't')
/** `acos(Tensor self) -> Tensor` */
export function acos(self: Tensor): Tensor {
  return invoke1(acosOp0, self) as Tensor
}

const atanOp0 = operator('aten::atan', 't')
/** `atan(Tensor self) -> Tensor` */
export function atan(self: Tensor): Tensor {
  return invoke1(atanOp0, self) as Tensor
}

const sinhOp0 = operator('aten::sinh', 't')
/** `sinh(Tensor self) -> Tensor` */
export function sinh(self: Tensor): Tensor {
  return invoke1(sinhOp0, self) as Tensor
}

const coshOp0 = operator('aten::cosh', 't')
/** `cosh(Tensor self) -> Tensor` */
export function cosh(self: Tensor): Tensor {
  return invoke1(coshOp0, self) as Tensor
}

const tanhOp0 = operator('aten::tanh', 't')
/** `tanh(Tensor self) -> Tensor` */
export function tanh(self: Tensor): Tensor {
  return invoke1(tanhOp0, self) as Tensor
}

const tanh_Op0 = operator('aten::tanh_', 'a0')
/** `tanh_(Tensor(a!) self) -> Tensor(a!)` */
export function tanh_(self: Tensor): Tensor {
  return invoke1(tanh_Op0, self) as Tensor
}

const sigmoidOp0 = operator('aten::sigmoid', 't')
/** `sigmoid(Tensor self) -> Tensor` */
export function sigmoid(self: Tensor): Tensor {
  return invoke1(sigmoidOp0, self) as Tensor
}

const sigmoid_Op0 = operator('aten::sigmoid_', 'a0')
/** `sigmoid_(Tensor(a!) self) -> Tensor(a!)` */
export function sigmoid_(self: Tensor): Tensor {
  return invoke1(sigmoid_Op0, self) as Tensor
}

const erfOp0 = operator('aten::erf', 't')
/** `erf(Tensor self) -> Tensor` */
export function erf(self: Tensor): Tensor {
  return invoke1(erfOp0, self) as Tensor
}

const erfinvOp0 = operator('aten::erfinv', 't')
/** `erfinv(Tensor self) -> Tensor` */
export function erfinv(self: Tensor): Tensor {
  return invoke1(erfinvOp0, self) as Tensor
}

const lgammaOp0 = operator('aten::lgamma', 't')
/** `lgamma(Tensor self) -> Tensor` */
export function lgamma(self: Tensor): Tensor {
  return invoke1(lgammaOp0, self) as Tensor
}

const digammaOp0 = operator('aten::digamma', 't')
/** `digamma(Tensor self) -> Tensor` */
export function digamma(self: Tensor): Tensor {
  return invoke1(digammaOp0, self) as Tensor
}

const sincOp0 = operator('aten::sinc', 't')
/** `sinc(Tensor self) -> Tensor` */
export function sinc(self: Tensor): Tensor {
  return invoke1(sincOp0, self) as Tensor
}

const i0Op0 = operator('aten::i0', 't')
/** `i0(Tensor self) -> Tensor` */
export function i0(self: Tensor): Tensor {
  return invoke1(i0Op0, self) as Tensor
}

const specialBesselJ1Op0 = operator('aten::special_bessel_j1', 't')
/** `special_bessel_j1(Tensor self) -> Tensor` */
export function specialBesselJ1(self: Tensor): Tensor {
  return invoke1(specialBesselJ1Op0, self) as Tensor
}

const xlogyOp0 = operator('aten::xlogy.Tensor', 't')
/** `xlogy.Tensor(Tensor self, Tensor other) -> Tensor` */
export function xlogy(self: Tensor, other: Tensor): Tensor {
  return invoke2(xlogyOp0, self, other) as Tensor
}

const floorOp0 = operator('aten::floor', 't')
/** `floor(Tensor self) -> Tensor` */
export function floor(self: Tensor): Tensor {
  return invoke1(floorOp0, self) as Tensor
}

const ceilOp0 = operator('aten::ceil', 't')
/** `ceil(Tensor self) -> Tensor` */
export function ceil(self: Tensor): Tensor {
  return invoke1(ceilOp0, self) as Tensor
}

const roundOp0 = operator('aten::round', 't')
/** `round(Tensor self) -> Tensor` */
export function round(self: Tensor): Tensor {
  return invoke1(roundOp0, self) as Tensor
}

const truncOp0 = operator('aten::trunc', 't')
/** `trunc(Tensor self) -> Tensor` */
export function trunc(self: Tensor): Tensor {
  return invoke1(truncOp0, self) as Tensor
}

const fracOp0 = operator('aten::frac', 't')
/** `frac(Tensor self) -> Tensor` */
export function frac(self: Tensor): Tensor {
  return invoke1(fracOp0, self) as Tensor
}

const isfiniteOp0 = operator('aten::isfinite', 't')
/** `isfinite(Tensor self) -> Tensor` */
export function isfinite(self: Tensor): Tensor {
  return invoke1(isfiniteOp0, self) as Tensor
}

const isnanOp0 = operator('aten::isnan', 't')
/** `isnan(Tensor self) -> Tensor` */
export function isnan(self: Tensor): Tensor {
  return invoke1(isnanOp0, self) as Tensor
}

const isinfOp0 = operator('aten::isinf', 't')
/** `isinf(Tensor self) -> Tensor` */
export function isinf(self: Tensor): Tensor {
  return invoke1(isinfOp0, self) as Tensor
}

const nanToNumOp0 = operator('aten::nan_to_num', 't')
const nanToNumNames = ['nan', 'posinf', 'neginf'] as const
/** `nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
export function nanToNum(
  self: Tensor,
  options?: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined },
): Tensor {
  const { nan, posinf, neginf } = requireOptions('nanToNum', options, nanToNumNames)
  return invoke(nanToNumOp0, self, nan, posinf, neginf) as Tensor
}

const clampOp0 = operator('aten::clamp', 't')
const clampOp1 = operator('aten::clamp.Tensor', 't')
const clampNames = ['min', 'max'] as const
/** `clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` · `clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` */
export function clamp(
  self: Tensor,
  options?: { min?: Scalar | null | Tensor | null | undefined; max?: Scalar | null | Tensor | null | undefined },
): Tensor {
  const { min, max } = requireOptions('clamp', options, clampNames)
  return invoke3(!(min instanceof Tensor) && !(max instanceof Tensor) ? clampOp0 : clampOp1, self, min, max) as Tensor
}

const clamp_Op0 = operator('aten::clamp_', 'a0')
const clamp_Op1 = operator('aten::clamp_.Tensor', 'a0')
const clamp_Names = ['min', 'max'] as const
/** `clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` · `clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)` */
export function clamp_(
  self: Tensor,
  options?: { min?: Scalar | null | Tensor | null | undefined; max?: Scalar | null | Tensor | null | undefined },
): Tensor {
  const { min, max } = requireOptions('clamp_', options, clamp_Names)
  return invoke3(!(min instanceof Tensor) && !(max instanceof Tensor) ? clamp_Op0 : clamp_Op1, self, min, max) as Tensor
}

const clampMinOp0 = operator('aten::clamp_min', 't')
const clampMinOp1 = operator('aten::clamp_min.Tensor', 't')
/** `clamp_min(Tensor self, Scalar min) -> Tensor` · `clamp_min.Tensor(Tensor self, Tensor min) -> Tensor` */
export function clampMin(self: Tensor, min: Scalar | Tensor): Tensor {
  return invoke2(!(min instanceof Tensor) ? clampMinOp0 : clampMinOp1, self, min) as Tensor
}

const clampMaxOp0 = operator('aten::clamp_max', 't')
const clampMaxOp1 = operator('aten::clamp_max.Tensor', 't')
/** `clamp_max(Tensor self, Scalar max) -> Tensor` · `clamp_max.Tensor(Tensor self, Tensor max) -> Tensor` */
export function clampMax(self: Tensor, max: Scalar | Tensor): Tensor {
  return invoke2(!(max instanceof Tensor) ? clampMaxOp0 : clampMaxOp1, self, max) as Tensor
}

const reluOp0 = operator('aten::relu', 't')
/** `relu(Tensor self) -> Tensor` */
export function relu(self: Tensor): Tensor {
  return invoke1(reluOp0, self) as Tensor
}

const relu_Op0 = operator('aten::relu_', 'a0')
/** `relu_(Tensor(a!) self) -> Tensor(a!)` */
export function relu_(self: Tensor): Tensor {
  return invoke1(relu_Op0, self) as Tensor
}

const leakyReluOp0 = operator('aten::leaky_relu', 't')
/** `leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor` */
export function leakyRelu(self: Tensor, negativeSlope?: Scalar | undefined): Tensor {
  return invoke2(leakyReluOp0, self, negativeSlope) as Tensor
}

const leakyRelu_Op0 = operator('aten::leaky_relu_', 'a0')
/** `leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)` */
export function leakyRelu_(self: Tensor, negativeSlope?: Scalar | undefined): Tensor {
  return invoke2(leakyRelu_Op0, self, negativeSlope) as Tensor
}

const eluOp0 = operator('aten::elu', 't')
const eluNames = ['alpha', 'scale', 'inputScale'] as const
/** `elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
export function elu(
  self: Tensor,
  options?: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined },
): Tensor {
  const { alpha, scale, inputScale } = requireOptions('elu', options, eluNames)
  return invoke(eluOp0, self, alpha, scale, inputScale) as Tensor
}

const geluOp0 = operator('aten::gelu', 't')
const geluNames = ['approximate'] as const
/** `gelu(Tensor self, *, str approximate="none") -> Tensor` */
export function gelu(self: Tensor, options?: { approximate?: string | undefined }): Tensor {
  const { approximate } = requireOptions('gelu', options, geluNames)
  return invoke2(geluOp0, self, approximate) as Tensor
}

const siluOp0 = operator('aten::silu', 't')
/** `silu(Tensor self) -> Tensor` */
export function silu(self: Tensor): Tensor {
  return invoke1(siluOp0, self) as Tensor
}

const seluOp0 = operator('aten::selu', 't')
/** `selu(Tensor self) -> Tensor` */
export function selu(self: Tensor): Tensor {
  return invoke1(seluOp0, self) as Tensor
}

const mishOp0 = operator('aten::mish', 't')
/** `mish(Tensor self) -> Tensor` */
export function mish(self: Tensor): Tensor {
  return invoke1(mishOp0, self) as Tensor
}

const softplusOp0 = operator('aten::softplus', 't')
const softplusNames = ['beta', 'threshold'] as const
/** `softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
export function softplus(
  self: Tensor,
  options?: { beta?: Scalar | undefined; threshold?: Scalar | undefined },
): Tensor {
  const { beta, threshold } = requireOptions('softplus', options, softplusNames)
  return invoke3(softplusOp0, self, beta, threshold) as Tensor
}

const hardtanhOp0 = operator('aten::hardtanh', 't')
const hardtanhNames = ['minVal', 'maxVal'] as const
/** `hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
export function hardtanh(self: Tensor, options?: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor {
  const { minVal, maxVal } = requireOptions('hardtanh', options, hardtanhNames)
  return invoke3(hardtanhOp0, self, minVal, maxVal) as Tensor
}

const hardsigmoidOp0 = operator('aten::hardsigmoid', 't')
/** `hardsigmoid(Tensor self) -> Tensor` */
export function hardsigmoid(self: Tensor): Tensor {
  return invoke1(hardsigmoidOp0, self) as Tensor
}

const hardswishOp0 = operator('aten::hardswish', 't')
/** `hardswish(Tensor self) -> Tensor` */
export function hardswish(self: Tensor): Tensor {
  return invoke1(hardswishOp0, self) as Tensor
}

const relu6Op0 = operator('aten::relu6', 't')
/** `relu6(Tensor self) -> Tensor` */
export function relu6(self: Tensor): Tensor {
  return invoke1(relu6Op0, self) as Tensor
}

const celuOp0 = operator('aten::celu', 't')
/** `celu(Tensor self, Scalar alpha=1.) -> Tensor` */
export function celu(self: Tensor, alpha?: Scalar | undefined): Tensor {
  return invoke2(celuOp0, self, alpha) as Tensor
}

const logSigmoidOp0 = operator('aten::log_sigmoid', 't')
/** `log_sigmoid(Tensor self) -> Tensor` */
export function logSigmoid(self: Tensor): Tensor {
  return invoke1(logSigmoidOp0, self) as Tensor
}

const preluOp0 = operator('aten::prelu', 't')
/** `prelu(Tensor self, Tensor weight) -> Tensor` */
export function prelu(self: Tensor, weight: Tensor): Tensor {
  return invoke2(preluOp0, self, weight) as Tensor
}

const gluOp0 = operator('aten::glu', 't')
/** `glu(Tensor self, int dim=-1) -> Tensor` */
export function glu(self: Tensor, dim?: number | undefined): Tensor {
  return invoke2(gluOp0, self, dim) as Tensor
}

const softmaxOp0 = operator('aten::softmax.int', 't')
/** `softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function softmax(self: Tensor, dim: number, dtype?: DType | null | undefined): Tensor {
  return invoke3(softmaxOp0, self, dim, dtype) as Tensor
}

const logSoftmaxOp0 = operator('aten::log_softmax.int', 't')
/** `log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function logSoftmax(self: Tensor, dim: number, dtype?: DType | null | undefined): Tensor {
  return invoke3(logSoftmaxOp0, self, dim, dtype) as Tensor
}

const sumOp0 = operator('aten::sum.dim_IntList', 't')
const sumNames = ['keepdim', 'dtype'] as const
/** `sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function sum(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
): Tensor {
  const { keepdim, dtype } = requireOptions('sum', options, sumNames)
  return invoke(sumOp0, self, dim, keepdim, dtype) as Tensor
}

const meanOp0 = operator('aten::mean.dim', 't')
const meanNames = ['keepdim', 'dtype'] as const
/** `mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function mean(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
): Tensor {
  const { keepdim, dtype } = requireOptions('mean', options, meanNames)
  return invoke(meanOp0, self, dim, keepdim, dtype) as Tensor
}

const prodOp0 = operator('aten::prod', 't')
const prodNames = ['dtype'] as const
/** `prod(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function prod(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor {
  const { dtype } = requireOptions('prod', options, prodNames)
  return invoke2(prodOp0, self, dtype) as Tensor
}

const nansumOp0 = operator('aten::nansum', 't')
const nansumNames = ['keepdim', 'dtype'] as const
/** `nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function nansum(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
): Tensor {
  const { keepdim, dtype } = requireOptions('nansum', options, nansumNames)
  return invoke(nansumOp0, self, dim, keepdim, dtype) as Tensor
}

const nanmeanOp0 = operator('aten::nanmean', 't')
const nanmeanNames = ['keepdim', 'dtype'] as const
/** `nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function nanmean(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
): Tensor {
  const { keepdim, dtype } = requireOptions('nanmean', options, nanmeanNames)
  return invoke(nanmeanOp0, self, dim, keepdim, dtype) as Tensor
}

const stdOp0 = operator('aten::std.correction', 't')
const stdNames = ['correction', 'keepdim'] as const
/** `std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
export function std(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
): Tensor {
  const { correction, keepdim } = requireOptions('std', options, stdNames)
  return invoke(stdOp0, self, dim, correction, keepdim) as Tensor
}

const varianceOp0 = operator('aten::var.correction', 't')
const varianceNames = ['correction', 'keepdim'] as const
/** `var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
export function variance(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
): Tensor {
  const { correction, keepdim } = requireOptions('variance', options, varianceNames)
  return invoke(varianceOp0, self, dim, correction, keepdim) as Tensor
}

const stdMeanOp0 = operator('aten::std_mean.correction', 't t')
const stdMeanNames = ['correction', 'keepdim'] as const
/** `std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
export function stdMean(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
): [Tensor, Tensor] {
  const { correction, keepdim } = requireOptions('stdMean', options, stdMeanNames)
  return invoke(stdMeanOp0, self, dim, correction, keepdim) as [Tensor, Tensor]
}

const varMeanOp0 = operator('aten::var_mean.correction', 't t')
const varMeanNames = ['correction', 'keepdim'] as const
/** `var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
export function varMean(
  self: Tensor,
  dim?: readonly number[] | number | null | undefined,
  options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
): [Tensor, Tensor] {
  const { correction, keepdim } = requireOptions('varMean', options, varMeanNames)
  return invoke(varMeanOp0, self, dim, correction, keepdim) as [Tensor, Tensor]
}

const amaxOp0 = operator('aten::amax', 't')
/** `amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amax(
  self: Tensor,
  dim?: readonly number[] | number | undefined,
  keepdim?: boolean | undefined,
): Tensor {
  return invoke3(amaxOp0, self, dim, keepdim) as Tensor
}

const aminOp0 = operator('aten::amin', 't')
/** `amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amin(
  self: Tensor,
  dim?: readonly number[] | number | undefined,
  keepdim?: boolean | undefined,
): Tensor {
  return invoke3(aminOp0, self, dim, keepdim) as Tensor
}

const aminmaxOp0 = operator('aten::aminmax', 't t')
const aminmaxNames = ['dim', 'keepdim'] as const
/** `aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
export function aminmax(
  self: Tensor,
  options?: { dim?: number | null | undefined; keepdim?: boolean | undefined },
): [Tensor, Tensor] {
  const { dim, keepdim } = requireOptions('aminmax', options, aminmaxNames)
  return invoke3(aminmaxOp0, self, dim, keepdim) as [Tensor, Tensor]
}

const maxOp0 = operator('aten::max', 't')
/** `max(Tensor self) -> Tensor` */
export function max(self: Tensor): Tensor {
  return invoke1(maxOp0, self) as Tensor
}

const minOp0 = operator('aten::min', 't')
/** `min(Tensor self) -> Tensor` */
export function min(self: Tensor): Tensor {
  return invoke1(minOp0, self) as Tensor
}

const maxDimOp0 = operator('aten::max.dim', 't t')
/** `max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function maxDim(self: Tensor, dim: number, keepdim?: boolean | undefined): [Tensor, Tensor] {
  return invoke3(maxDimOp0, self, dim, keepdim) as [Tensor, Tensor]
}

const minDimOp0 = operator('aten::min.dim', 't t')
/** `min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function minDim(self: Tensor, dim: number, keepdim?: boolean | undefined): [Tensor, Tensor] {
  return invoke3(minDimOp0, self, dim, keepdim) as [Tensor, Tensor]
}

const argmaxOp0 = operator('aten::argmax', 't')
/** `argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
export function argmax(self: Tensor, dim?: number | null | undefined, keepdim?: boolean | undefined): Tensor {
  return invoke3(argmaxOp0, self, dim, keepdim) as Tensor
}

const argminOp0 = operator('aten::argmin', 't')
/** `argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
export function argmin(self: Tensor, dim?: number | null | undefined, keepdim?: boolean | undefined): Tensor {
  return invoke3(argminOp0, self, dim, keepdim) as Tensor
}

const allOp0 = operator('aten::all.dims', 't')
/** `all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` */
export function all(self: Tensor, dim?: readonly number[] | null | undefined, keepdim?: boolean | undefined): Tensor {
  return invoke3(allOp0, self, dim, keepdim) as Tensor
}

const anyOp0 = operator('aten::any.dims', 't')
/** `any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` */
export function any(self: Tensor, dim?: readonly number[] | null | undefined, keepdim?: boolean | undefined): Tensor {
  return invoke3(anyOp0, self, dim, keepdim) as Tensor
}

const medianOp0 = operator('aten::median', 't')
/** `median(Tensor self) -> Tensor` */
export function median(self: Tensor): Tensor {
  return invoke1(medianOp0, self) as Tensor
}

const quantileOp0 = operator('aten::quantile.scalar', 't')
const quantileOp1 = operator('aten::quantile', 't')
const quantileNames = ['keepdim', 'interpolation'] as const
/** `quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` · `quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
export function quantile(
  self: Tensor,
  q: number | Tensor,
  dim?: number | null | undefined,
  options?: { keepdim?: boolean | undefined; interpolation?: string | undefined },
): Tensor {
  const { keepdim, interpolation } = requireOptions('quantile', options, quantileNames)
  return invoke(!(q instanceof Tensor) ? quantileOp0 : quantileOp1, self, q, dim, keepdim, interpolation) as Tensor
}

const logsumexpOp0 = operator('aten::logsumexp', 't')
/** `logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
export function logsumexp(self: Tensor, dim: readonly number[] | number, keepdim?: boolean | undefined): Tensor {
  return invoke3(logsumexpOp0, self, dim, keepdim) as Tensor
}

const cumsumOp0 = operator('aten::cumsum', 't')
const cumsumNames = ['dtype'] as const
/** `cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
export function cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  const { dtype } = requireOptions('cumsum', options, cumsumNames)
  return invoke3(cumsumOp0, self, dim, dtype) as Tensor
}

const cumprodOp0 = operator('aten::cumprod', 't')
const cumprodNames = ['dtype'] as const
/** `cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
export function cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  const { dtype } = requireOptions('cumprod', options, cumprodNames)
  return invoke3(cumprodOp0, self, dim, dtype) as Tensor
}

const cummaxOp0 = operator('aten::cummax', 't t')
/** `cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
export function cummax(self: Tensor, dim: number): [Tensor, Tensor] {
  return invoke2(cummaxOp0, self, dim) as [Tensor, Tensor]
}

const sortOp0 = operator('aten::sort', 't t')
/** `sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
export function sort(self: Tensor, dim?: number | undefined, descending?: boolean | undefined): [Tensor, Tensor] {
  return invoke3(sortOp0, self, dim, descending) as [Tensor, Tensor]
}

const argsortOp0 = operator('aten::argsort', 't')
/** `argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor` */
export function argsort(self: Tensor, dim?: number | undefined, descending?: boolean | undefined): Tensor {
  return invoke3(argsortOp0, self, dim, descending) as Tensor
}

const topkOp0 = operator('aten::topk', 't t')
const topkNames = ['largest', 'sorted'] as const
/** `topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)` */
export function topk(
  self: Tensor,
  k: number,
  dim?: number | undefined,
  options?: { largest?: boolean | undefined; sorted?: boolean | undefined },
): [Tensor, Tensor] {
  const { largest, sorted } = requireOptions('topk', options, topkNames)
  return invoke(topkOp0, self, k, dim, largest, sorted) as [Tensor, Tensor]
}

const kthvalueOp0 = operator('aten::kthvalue', 't t')
/** `kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function kthvalue(
  self: Tensor,
  k: number,
  dim?: number | undefined,
  keepdim?: boolean | undefined,
): [Tensor, Tensor] {
  return invoke(kthvalueOp0, self, k, dim, keepdim) as [Tensor, Tensor]
}

const linalgVectorNormOp0 = operator('aten::linalg_vector_norm', 't')
const linalgVectorNormNames = ['ord', 'dim', 'keepdim', 'dtype'] as const
/** `linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function linalgVectorNorm(
  self: Tensor,
  options?: {
    ord?: Scalar | undefined
    dim?: readonly number[] | number | null | undefined
    keepdim?: boolean | undefined
    dtype?: DType | null | undefined
  },
): Tensor {
  const { ord, dim, keepdim, dtype } = requireOptions('linalgVectorNorm', options, linalgVectorNormNames)
  return invoke(linalgVectorNormOp0, self, ord, dim, keepdim, dtype) as Tensor
}

const linalgNormOp0 = operator('aten::linalg_norm', 't')
const linalgNormNames = ['ord', 'dim', 'keepdim', 'dtype'] as const
/** `linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function linalgNorm(
  self: Tensor,
  options?: {
    ord?: Scalar | null | undefined
    dim?: readonly number[] | number | null | undefined
    keepdim?: boolean | undefined
    dtype?: DType | null | undefined
  },
): Tensor {
  const { ord, dim, keepdim, dtype } = requireOptions('linalgNorm', options, linalgNormNames)
  return invoke(linalgNormOp0, self, ord, dim, keepdim, dtype) as Tensor
}

const linalgEighOp0 = operator('aten::linalg_eigh', 't t')
/** `linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)` */
export function linalgEigh(self: Tensor, UPLO?: string | undefined): [Tensor, Tensor] {
  return invoke2(linalgEighOp0, self, UPLO) as [Tensor, Tensor]
}

const linalgSvdOp0 = operator('aten::linalg_svd', 't t t')
const linalgSvdNames = ['fullMatrices', 'driver'] as const
/** `linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)` */
export function linalgSvd(
  A: Tensor,
  options?: { fullMatrices?: boolean | undefined; driver?: string | null | undefined },
): [Tensor, Tensor, Tensor] {
  const { fullMatrices, driver } = requireOptions('linalgSvd', options, linalgSvdNames)
  return invoke3(linalgSvdOp0, A, fullMatrices, driver) as [Tensor, Tensor, Tensor]
}

const linalgQrOp0 = operator('aten::linalg_qr', 't t')
/** `linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)` */
export function linalgQr(A: Tensor, mode?: string | undefined): [Tensor, Tensor] {
  return invoke2(linalgQrOp0, A, mode) as [Tensor, Tensor]
}

const linalgCholeskyExOp0 = operator('aten::linalg_cholesky_ex', 't t')
const linalgCholeskyExNames = ['upper', 'checkErrors'] as const
/** `linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)` */
export function linalgCholeskyEx(
  self: Tensor,
  options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined },
): [Tensor, Tensor] {
  const { upper, checkErrors } = requireOptions('linalgCholeskyEx', options, linalgCholeskyExNames)
  return invoke3(linalgCholeskyExOp0, self, upper, checkErrors) as [Tensor, Tensor]
}

const linalgSolveOp0 = operator('aten::linalg_solve', 't')
const linalgSolveNames = ['left'] as const
/** `linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor` */
export function linalgSolve(A: Tensor, B: Tensor, options?: { left?: boolean | undefined }): Tensor {
  const { left } = requireOptions('linalgSolve', options, linalgSolveNames)
  return invoke3(linalgSolveOp0, A, B, left) as Tensor
}

const linalgInvOp0 = operator('aten::linalg_inv', 't')
/** `linalg_inv(Tensor A) -> Tensor` */
export function linalgInv(A: Tensor): Tensor {
  return invoke1(linalgInvOp0, A) as Tensor
}

const linalgDetOp0 = operator('aten::linalg_det', 't')
/** `linalg_det(Tensor A) -> Tensor` */
export function linalgDet(A: Tensor): Tensor {
  return invoke1(linalgDetOp0, A) as Tensor
}

const normByOp0 = operator('aten::norm.ScalarOpt_dim_dtype', 't')
const normByNames = ['p', 'dim', 'keepdim', 'dtype'] as const
/** `norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor` */
export function normBy(
  self: Tensor,
  options: { p?: Scalar | null | undefined; dim: readonly number[] | number; keepdim: boolean; dtype: DType },
): Tensor {
  const { p, dim, keepdim, dtype } = requireOptions('normBy', options, normByNames)
  return invoke(normByOp0, self, p, dim, keepdim, dtype) as Tensor
}

const bincountOp0 = operator('aten::bincount', 't')
const bincountNames = ['weights', 'minlength'] as const
/** `bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
export function bincount(
  self: Tensor,
  options?: { weights?: Tensor | null | undefined; minlength?: number | undefined },
): Tensor {
  const { weights, minlength } = requireOptions('bincount', options, bincountNames)
  return invoke3(bincountOp0, self, weights, minlength) as Tensor
}

const histcOp0 = operator('aten::histc', 't')
const histcNames = ['bins', 'min', 'max'] as const
/** `histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
export function histc(
  self: Tensor,
  options?: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined },
): Tensor {
  const { bins, min, max } = requireOptions('histc', options, histcNames)
  return invoke(histcOp0, self, bins, min, max) as Tensor
}

const unique2Op0 = operator('aten::_unique2', 't t t')
const unique2Names = ['sorted', 'returnInverse', 'returnCounts'] as const
/** `_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
export function unique2(
  self: Tensor,
  options?: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined },
): [Tensor, Tensor, Tensor] {
  const { sorted, returnInverse, returnCounts } = requireOptions('unique2', options, unique2Names)
  return invoke(unique2Op0, self, sorted, returnInverse, returnCounts) as [Tensor, Tensor, Tensor]
}

const countNonzeroOp0 = operator('aten::count_nonzero.dim_IntList', 't')
/** `count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor` */
export function countNonzero(self: Tensor, dim: readonly number[]): Tensor {
  return invoke2(countNonzeroOp0, self, dim) as Tensor
}

const nonzeroOp0 = operator('aten::nonzero', 't')
/** `nonzero(Tensor self) -> Tensor` */
export function nonzero(self: Tensor): Tensor {
  return invoke1(nonzeroOp0, self) as Tensor
}

const searchsortedOp0 = operator('aten::searchsorted.Tensor', 't')
const searchsortedOp1 = operator('aten::searchsorted.Scalar', 't')
const searchsortedNames = ['outInt32', 'right', 'side', 'sorter'] as const
/** `searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` · `searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` */
export function searchsorted(
  sortedSequence: Tensor,
  self: Tensor | Scalar,
  options?: {
    outInt32?: boolean | undefined
    right?: boolean | undefined
    side?: string | null | undefined
    sorter?: Tensor | null | undefined
  },
): Tensor {
  const { outInt32, right, side, sorter } = requireOptions('searchsorted', options, searchsortedNames)
  return invoke(
    self instanceof Tensor ? searchsortedOp0 : searchsortedOp1,
    sortedSequence,
    self,
    outInt32,
    right,
    side,
    sorter,
  ) as Tensor
}

const bucketizeOp0 = operator('aten::bucketize.Tensor', 't')
const bucketizeNames = ['outInt32', 'right'] as const
/** `bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
export function bucketize(
  self: Tensor,
  boundaries: Tensor,
  options?: { outInt32?: boolean | undefined; right?: boolean | undefined },
): Tensor {
  const { outInt32, right } = requireOptions('bucketize', options, bucketizeNames)
  return invoke(bucketizeOp0, self, boundaries, outInt32, right) as Tensor
}

const maskedSelectOp0 = operator('aten::masked_select', 't')
/** `masked_select(Tensor self, Tensor mask) -> Tensor` */
export function maskedSelect(self: Tensor, mask: Tensor): Tensor {
  return invoke2(maskedSelectOp0, self, mask) as Tensor
}

const reshapeOp0 = operator('aten::reshape', 't')
/** `reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)` */
export function reshape(self: Tensor, shape: readonly number[]): Tensor {
  return invoke2(reshapeOp0, self, shape) as Tensor
}

const viewOp0 = operator('aten::view', 't')
/** `view(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
export function view(self: Tensor, size: readonly number[]): Tensor {
  return invoke2(viewOp0, self, size) as Tensor
}

const viewAsOp0 = operator('aten::view_as', 't')
/** `view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
export function viewAs(self: Tensor, other: Tensor): Tensor {
  return invoke2(viewAsOp0, self, other) as Tensor
}

const permuteOp0 = operator('aten::permute', 't')
/** `permute(Tensor(a) self, int[] dims) -> Tensor(a)` */
export function permute(self: Tensor, dims: readonly number[]): Tensor {
  return invoke2(permuteOp0, self, dims) as Tensor
}

const transposeOp0 = operator('aten::transpose.int', 't')
/** `transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
export function transpose(self: Tensor, dim0: number, dim1: number): Tensor {
  return invoke3(transposeOp0, self, dim0, dim1) as Tensor
}

const transpose_Op0 = operator('aten::transpose_', 'a0')
/** `transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)` */
export function transpose_(self: Tensor, dim0: number, dim1: number): Tensor {
  return invoke3(transpose_Op0, self, dim0, dim1) as Tensor
}

const tOp0 = operator('aten::t', 't')
/** `t(Tensor(a) self) -> Tensor(a)` */
export function t(self: Tensor): Tensor {
  return invoke1(tOp0, self) as Tensor
}

const squeezeOp0 = operator('aten::squeeze', 't')
/** `squeeze(Tensor(a) self) -> Tensor(a)` */
export function squeeze(self: Tensor): Tensor {
  return invoke1(squeezeOp0, self) as Tensor
}

const squeezeDimsOp0 = operator('aten::squeeze.dims', 't')
/** `squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)` */
export function squeezeDims(self: Tensor, dim: readonly number[]): Tensor {
  return invoke2(squeezeDimsOp0, self, dim) as Tensor
}

const unsqueezeOp0 = operator('aten::unsqueeze', 't')
/** `unsqueeze(Tensor(a) self, int dim) -> Tensor(a)` */
export function unsqueeze(self: Tensor, dim: number): Tensor {
  return invoke2(unsqueezeOp0, self, dim) as Tensor
}

const squeeze_Op0 = operator('aten::squeeze_', 'a0')
/** `squeeze_(Tensor(a!) self) -> Tensor(a!)` */
export function squeeze_(self: Tensor): Tensor {
  return invoke1(squeeze_Op0, self) as Tensor
}

const unsqueeze_Op0 = operator('aten::unsqueeze_', 'a0')
/** `unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)` */
export function unsqueeze_(self: Tensor, dim: number): Tensor {
  return invoke2(unsqueeze_Op0, self, dim) as Tensor
}

const expandOp0 = operator('aten::expand', 't')
const expandNames = ['implicit'] as const
/** `expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)` */
export function expand(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor {
  const { implicit } = requireOptions('expand', options, expandNames)
  return invoke3(expandOp0, self, size, implicit) as Tensor
}

const expandAsOp0 = operator('aten::expand_as', 't')
/** `expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
export function expandAs(self: Tensor, other: Tensor): Tensor {
  return invoke2(expandAsOp0, self, other) as Tensor
}

const broadcastToOp0 = operator('aten::broadcast_to', 't')
/** `broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
export function broadcastTo(self: Tensor, size: readonly number[]): Tensor {
  return invoke2(broadcastToOp0, self, size) as Tensor
}

const flattenOp0 = operator('aten::flatten.using_ints', 't')
/** `flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)` */
export function flatten(self: Tensor, startDim?: number | undefined, endDim?: number | undefined): Tensor {
  return invoke3(flattenOp0, self, startDim, endDim) as Tensor
}

const unflattenOp0 = operator('aten::unflatten.int', 't')
/** `unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
export function unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor {
  return invoke3(unflattenOp0, self, dim, sizes) as Tensor
}

const narrowOp0 = operator('aten::narrow', 't')
/** `narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)` */
export function narrow(self: Tensor, dim: number, start: number, length: number): Tensor {
  return invoke(narrowOp0, self, dim, start, length) as Tensor
}

const selectOp0 = operator('aten::select.int', 't')
/** `select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)` */
export function select(self: Tensor, dim: number, index: number): Tensor {
  return invoke3(selectOp0, self, dim, index) as Tensor
}

const sliceOp0 = operator('aten::slice.Tensor', 't')
/** `slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)` */
export function slice(
  self: Tensor,
  dim?: number | undefined,
  start?: number | null | undefined,
  end?: number | null | undefined,
  step?: number | undefined,
): Tensor {
  return invoke(sliceOp0, self, dim, start, end, step) as Tensor
}

const indexOp0 = operator('aten::index.Tensor', 't')
/** `index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
export function index(self: Tensor, indices: readonly (Tensor | null)[]): Tensor {
  return invoke2(indexOp0, self, indices) as Tensor
}

const indexPutOp0 = operator('aten::index_put', 't')
/** `index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
export function indexPut(
  self: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  accumulate?: boolean | undefined,
): Tensor {
  return invoke(indexPutOp0, self, indices, values, accumulate) as Tensor
}

const indexPut_Op0 = operator('aten::index_put_', 'a0')
/** `index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
export function indexPut_(
  self: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  accumulate?: boolean | undefined,
): Tensor {
  return invoke(indexPut_Op0, self, indices, values, accumulate) as Tensor
}

const indexSelectOp0 = operator('aten::index_select', 't')
/** `index_select(Tensor self, int dim, Tensor index) -> Tensor` */
export function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
  return invoke3(indexSelectOp0, self, dim, index) as Tensor
}

const indexAddOp0 = operator('aten::index_add', 't')
const indexAddNames = ['alpha'] as const
/** `index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
export function indexAdd(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options?: { alpha?: Scalar | undefined },
): Tensor {
  const { alpha } = requireOptions('indexAdd', options, indexAddNames)
  return invoke(indexAddOp0, self, dim, index, source, alpha) as Tensor
}

const indexCopyOp0 = operator('aten::index_copy', 't')
/** `index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor` */
export function indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return invoke(indexCopyOp0, self, dim, index, source) as Tensor
}

const indexFillOp0 = operator('aten::index_fill.int_Tensor', 't')
const indexFillOp1 = operator('aten::index_fill.int_Scalar', 't')
/** `index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor` · `index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
export function indexFill(self: Tensor, dim: number, index: Tensor, value: Tensor | Scalar): Tensor {
  return invoke(value instanceof Tensor ? indexFillOp0 : indexFillOp1, self, dim, index, value) as Tensor
}

const gatherOp0 = operator('aten::gather', 't')
const gatherNames = ['sparseGrad'] as const
/** `gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor` */
export function gather(
  self: Tensor,
  dim: number,
  index: Tensor,
  options?: { sparseGrad?: boolean | undefined },
): Tensor {
  const { sparseGrad } = requireOptions('gather', options, gatherNames)
  return invoke(gatherOp0, self, dim, index, sparseGrad) as Tensor
}

const scatterOp0 = operator('aten::scatter.src', 't')
const scatterOp1 = operator('aten::scatter.value', 't')
/** `scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` · `scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
export function scatter(self: Tensor, dim: number, index: Tensor, src: Tensor | Scalar): Tensor {
  return invoke(src instanceof Tensor ? scatterOp0 : scatterOp1, self, dim, index, src) as Tensor
}

const scatter_Op0 = operator('aten::scatter_.src', 'a0')
const scatter_Op1 = operator('aten::scatter_.value', 'a0')
/** `scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` · `scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)` */
export function scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor | Scalar): Tensor {
  return invoke(src instanceof Tensor ? scatter_Op0 : scatter_Op1, self, dim, index, src) as Tensor
}

const scatterAddOp0 = operator('aten::scatter_add', 't')
/** `scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
export function scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return invoke(scatterAddOp0, self, dim, index, src) as Tensor
}

const scatterReduceOp0 = operator('aten::scatter_reduce.two', 't')
const scatterReduceNames = ['index', 'src', 'reduce', 'includeSelf'] as const
/** `scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
export function scatterReduce(
  self: Tensor,
  dim: number,
  options: { index: Tensor; src: Tensor; reduce: string; includeSelf?: boolean | undefined },
): Tensor {
  const { index, src, reduce, includeSelf } = requireOptions('scatterReduce', options, scatterReduceNames)
  return invoke(scatterReduceOp0, self, dim, index, src, reduce, includeSelf) as Tensor
}

const maskedFillOp0 = operator('aten::masked_fill.Tensor', 't')
const maskedFillOp1 = operator('aten::masked_fill.Scalar', 't')
/** `masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor` · `masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor` */
export function maskedFill(self: Tensor, mask: Tensor, value: Tensor | Scalar): Tensor {
  return invoke3(value instanceof Tensor ? maskedFillOp0 : maskedFillOp1, self, mask, value) as Tensor
}

const maskedFill_Op0 = operator('aten::masked_fill_.Tensor', 'a0')
const maskedFill_Op1 = operator('aten::masked_fill_.Scalar', 'a0')
/** `masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)` · `masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)` */
export function maskedFill_(self: Tensor, mask: Tensor, value: Tensor | Scalar): Tensor {
  return invoke3(value instanceof Tensor ? maskedFill_Op0 : maskedFill_Op1, self, mask, value) as Tensor
}

const catOp0 = operator('aten::cat', 't')
/** `cat(Tensor[] tensors, int dim=0) -> Tensor` */
export function cat(tensors: readonly Tensor[], dim?: number | undefined): Tensor {
  return invoke2(catOp0, tensors, dim) as Tensor
}

const stackOp0 = operator('aten::stack', 't')
/** `stack(Tensor[] tensors, int dim=0) -> Tensor` */
export function stack(tensors: readonly Tensor[], dim?: number | undefined): Tensor {
  return invoke2(stackOp0, tensors, dim) as Tensor
}

const splitOp0 = operator('aten::split.Tensor', 'T')
/** `split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]` */
export function split(self: Tensor, splitSize: number, dim?: number | undefined): Tensor[] {
  return invoke3(splitOp0, self, splitSize, dim) as Tensor[]
}

const splitSizesOp0 = operator('aten::split.sizes', 'T')
/** `split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]` */
export function splitSizes(self: Tensor, splitSize: readonly number[], dim?: number | undefined): Tensor[] {
  return invoke3(splitSizesOp0, self, splitSize, dim) as Tensor[]
}

const chunkOp0 = operator('aten::chunk', 'T')
/** `chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]` */
export function chunk(self: Tensor, chunks: number, dim?: number | undefined): Tensor[] {
  return invoke3(chunkOp0, self, chunks, dim) as Tensor[]
}

const unbindOp0 = operator('aten::unbind.int', 'T')
/** `unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]` */
export function unbind(self: Tensor, dim?: number | undefined): Tensor[] {
  return invoke2(unbindOp0, self, dim) as Tensor[]
}

const repeatOp0 = operator('aten::repeat', 't')
/** `repeat(Tensor self, SymInt[] repeats) -> Tensor` */
export function repeat(self: Tensor, repeats: readonly number[]): Tensor {
  return invoke2(repeatOp0, self, repeats) as Tensor
}

const repeatInterleaveOp0 = operator('aten::repeat_interleave.self_int', 't')
const repeatInterleaveNames = ['outputSize'] as const
/** `repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
export function repeatInterleave(
  self: Tensor,
  repeats: number,
  dim?: number | null | undefined,
  options?: { outputSize?: number | null | undefined },
): Tensor {
  const { outputSize } = requireOptions('repeatInterleave', options, repeatInterleaveNames)
  return invoke(repeatInterleaveOp0, self, repeats, dim, outputSize) as Tensor
}

const tileOp0 = operator('aten::tile', 't')
/** `tile(Tensor self, SymInt[] dims) -> Tensor` */
export function tile(self: Tensor, dims: readonly number[]): Tensor {
  return invoke2(tileOp0, self, dims) as Tensor
}

const flipOp0 = operator('aten::flip', 't')
/** `flip(Tensor self, int[] dims) -> Tensor` */
export function flip(self: Tensor, dims: readonly number[]): Tensor {
  return invoke2(flipOp0, self, dims) as Tensor
}

const rollOp0 = operator('aten::roll', 't')
/** `roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor` */
export function roll(
  self: Tensor,
  shifts: readonly number[] | number,
  dims?: readonly number[] | number | undefined,
): Tensor {
  return invoke3(rollOp0, self, shifts, dims) as Tensor
}

const rot90Op0 = operator('aten::rot90', 't')
const rot90Names = ['k', 'dims'] as const
/** `rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
export function rot90(
  self: Tensor,
  options?: { k?: number | undefined; dims?: readonly number[] | undefined },
): Tensor {
  const { k, dims } = requireOptions('rot90', options, rot90Names)
  return invoke3(rot90Op0, self, k, dims) as Tensor
}

const movedimOp0 = operator('aten::movedim.int', 't')
/** `movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)` */
export function movedim(self: Tensor, source: number, destination: number): Tensor {
  return invoke3(movedimOp0, self, source, destination) as Tensor
}

const unfoldOp0 = operator('aten::unfold', 't')
/** `unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
export function unfold(self: Tensor, dimension: number, size: number, step: number): Tensor {
  return invoke(unfoldOp0, self, dimension, size, step) as Tensor
}

const im2colOp0 = operator('aten::im2col', 't')
const im2colNames = ['kernelSize', 'dilation', 'padding', 'stride'] as const
/** `im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
export function im2col(
  self: Tensor,
  options: {
    kernelSize: readonly number[] | number
    dilation: readonly number[] | number
    padding: readonly number[] | number
    stride: readonly number[] | number
  },
): Tensor {
  const { kernelSize, dilation, padding, stride } = requireOptions('im2col', options, im2colNames)
  return invoke(im2colOp0, self, kernelSize, dilation, padding, stride) as Tensor
}

const col2imOp0 = operator('aten::col2im', 't')
const col2imNames = ['outputSize', 'kernelSize', 'dilation', 'padding', 'stride'] as const
/** `col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
export function col2im(
  self: Tensor,
  options: {
    outputSize: readonly number[] | number
    kernelSize: readonly number[] | number
    dilation: readonly number[] | number
    padding: readonly number[] | number
    stride: readonly number[] | number
  },
): Tensor {
  const { outputSize, kernelSize, dilation, padding, stride } = requireOptions('col2im', options, col2imNames)
  return invoke(col2imOp0, self, outputSize, kernelSize, dilation, padding, stride) as Tensor
}

const trilOp0 = operator('aten::tril', 't')
/** `tril(Tensor self, SymInt diagonal=0) -> Tensor` */
export function tril(self: Tensor, diagonal?: number | undefined): Tensor {
  return invoke2(trilOp0, self, diagonal) as Tensor
}

const triuOp0 = operator('aten::triu', 't')
/** `triu(Tensor self, SymInt diagonal=0) -> Tensor` */
export function triu(self: Tensor, diagonal?: number | undefined): Tensor {
  return invoke2(triuOp0, self, diagonal) as Tensor
}

const diagOp0 = operator('aten::diag', 't')
/** `diag(Tensor self, int diagonal=0) -> Tensor` */
export function diag(self: Tensor, diagonal?: number | undefined): Tensor {
  return invoke2(diagOp0, self, diagonal) as Tensor
}

const diagonalOp0 = operator('aten::diagonal', 't')
const diagonalNames = ['offset', 'dim1', 'dim2'] as const
/** `diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
export function diagonal(
  self: Tensor,
  options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined },
): Tensor {
  const { offset, dim1, dim2 } = requireOptions('diagonal', options, diagonalNames)
  return invoke(diagonalOp0, self, offset, dim1, dim2) as Tensor
}

const diagEmbedOp0 = operator('aten::diag_embed', 't')
const diagEmbedNames = ['offset', 'dim1', 'dim2'] as const
/** `diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
export function diagEmbed(
  self: Tensor,
  options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined },
): Tensor {
  const { offset, dim1, dim2 } = requireOptions('diagEmbed', options, diagEmbedNames)
  return invoke(diagEmbedOp0, self, offset, dim1, dim2) as Tensor
}

const traceOp0 = operator('aten::trace', 't')
/** `trace(Tensor self) -> Tensor` */
export function trace(self: Tensor): Tensor {
  return invoke1(traceOp0, self) as Tensor
}

const trilIndicesOp0 = operator('aten::tril_indices', 't')
const trilIndicesNames = ['offset', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function trilIndices(
  row: number,
  col: number,
  options?: {
    offset?: number | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { offset, dtype, layout, device, pinMemory } = requireOptions('trilIndices', options, trilIndicesNames)
  return invoke(trilIndicesOp0, row, col, offset, dtype, layout, device, pinMemory) as Tensor
}

const triuIndicesOp0 = operator('aten::triu_indices', 't')
const triuIndicesNames = ['offset', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `triu_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function triuIndices(
  row: number,
  col: number,
  options?: {
    offset?: number | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { offset, dtype, layout, device, pinMemory } = requireOptions('triuIndices', options, triuIndicesNames)
  return invoke(triuIndicesOp0, row, col, offset, dtype, layout, device, pinMemory) as Tensor
}

const pixelShuffleOp0 = operator('aten::pixel_shuffle', 't')
/** `pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
export function pixelShuffle(self: Tensor, upscaleFactor: number): Tensor {
  return invoke2(pixelShuffleOp0, self, upscaleFactor) as Tensor
}

const pixelUnshuffleOp0 = operator('aten::pixel_unshuffle', 't')
/** `pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
export function pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor {
  return invoke2(pixelUnshuffleOp0, self, downscaleFactor) as Tensor
}

const contiguousOp0 = operator('aten::contiguous', 't')
const contiguousNames = ['memoryFormat'] as const
/** `contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)` */
export function contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor {
  const { memoryFormat } = requireOptions('contiguous', options, contiguousNames)
  return invoke2(contiguousOp0, self, memoryFormat) as Tensor
}

const cloneOp0 = operator('aten::clone', 't')
const cloneNames = ['memoryFormat'] as const
/** `clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
export function clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  const { memoryFormat } = requireOptions('clone', options, cloneNames)
  return invoke2(cloneOp0, self, memoryFormat) as Tensor
}

const detachOp0 = operator('aten::detach', 't')
/** `detach(Tensor(a) self) -> Tensor(a)` */
export function detach(self: Tensor): Tensor {
  return invoke1(detachOp0, self) as Tensor
}

const detach_Op0 = operator('aten::detach_', 'a0')
/** `detach_(Tensor(a!) self) -> Tensor(a!)` */
export function detach_(self: Tensor): Tensor {
  return invoke1(detach_Op0, self) as Tensor
}

const viewAsRealOp0 = operator('aten::view_as_real', 't')
/** `view_as_real(Tensor(a) self) -> Tensor(a)` */
export function viewAsReal(self: Tensor): Tensor {
  return invoke1(viewAsRealOp0, self) as Tensor
}

const viewAsComplexOp0 = operator('aten::view_as_complex', 't')
/** `view_as_complex(Tensor(a) self) -> Tensor(a)` */
export function viewAsComplex(self: Tensor): Tensor {
  return invoke1(viewAsComplexOp0, self) as Tensor
}

const viewDtypeOp0 = operator('aten::view.dtype', 't')
/** `view.dtype(Tensor(a) self, ScalarType dtype) -> Tensor(a)` */
export function viewDtype(self: Tensor, dtype: DType): Tensor {
  return invoke2(viewDtypeOp0, self, dtype) as Tensor
}

const aliasOp0 = operator('aten::alias', 't')
/** `alias(Tensor(a) self) -> Tensor(a)` */
export function alias(self: Tensor): Tensor {
  return invoke1(aliasOp0, self) as Tensor
}

const meshgridOp0 = operator('aten::meshgrid.indexing', 'T')
const meshgridNames = ['indexing'] as const
/** `meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]` */
export function meshgrid(tensors: readonly Tensor[], options: { indexing: string }): Tensor[] {
  const { indexing } = requireOptions('meshgrid', options, meshgridNames)
  return invoke2(meshgridOp0, tensors, indexing) as Tensor[]
}

const matmulOp0 = operator('aten::matmul', 't')
/** `matmul(Tensor self, Tensor other) -> Tensor` */
export function matmul(self: Tensor, other: Tensor): Tensor {
  return invoke2(matmulOp0, self, other) as Tensor
}

const mmOp0 = operator('aten::mm', 't')
/** `mm(Tensor self, Tensor mat2) -> Tensor` */
export function mm(self: Tensor, mat2: Tensor): Tensor {
  return invoke2(mmOp0, self, mat2) as Tensor
}

const bmmOp0 = operator('aten::bmm', 't')
/** `bmm(Tensor self, Tensor mat2) -> Tensor` */
export function bmm(self: Tensor, mat2: Tensor): Tensor {
  return invoke2(bmmOp0, self, mat2) as Tensor
}

const mvOp0 = operator('aten::mv', 't')
/** `mv(Tensor self, Tensor vec) -> Tensor` */
export function mv(self: Tensor, vec: Tensor): Tensor {
  return invoke2(mvOp0, self, vec) as Tensor
}

const dotOp0 = operator('aten::dot', 't')
/** `dot(Tensor self, Tensor tensor) -> Tensor` */
export function dot(self: Tensor, tensor: Tensor): Tensor {
  return invoke2(dotOp0, self, tensor) as Tensor
}

const outerOp0 = operator('aten::outer', 't')
/** `outer(Tensor self, Tensor vec2) -> Tensor` */
export function outer(self: Tensor, vec2: Tensor): Tensor {
  return invoke2(outerOp0, self, vec2) as Tensor
}

const addmmOp0 = operator('aten::addmm', 't')
const addmmNames = ['beta', 'alpha'] as const
/** `addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function addmm(
  self: Tensor,
  mat1: Tensor,
  mat2: Tensor,
  options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined },
): Tensor {
  const { beta, alpha } = requireOptions('addmm', options, addmmNames)
  return invoke(addmmOp0, self, mat1, mat2, beta, alpha) as Tensor
}

const baddbmmOp0 = operator('aten::baddbmm', 't')
const baddbmmNames = ['beta', 'alpha'] as const
/** `baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function baddbmm(
  self: Tensor,
  batch1: Tensor,
  batch2: Tensor,
  options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined },
): Tensor {
  const { beta, alpha } = requireOptions('baddbmm', options, baddbmmNames)
  return invoke(baddbmmOp0, self, batch1, batch2, beta, alpha) as Tensor
}

const linearOp0 = operator('aten::linear', 't')
/** `linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor` */
export function linear(input: Tensor, weight: Tensor, bias?: Tensor | null | undefined): Tensor {
  return invoke3(linearOp0, input, weight, bias) as Tensor
}

const einsumOp0 = operator('aten::einsum', 't')
const einsumNames = ['path'] as const
/** `einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor` */
export function einsum(
  equation: string,
  tensors: readonly Tensor[],
  options?: { path?: readonly number[] | null | undefined },
): Tensor {
  const { path } = requireOptions('einsum', options, einsumNames)
  return invoke3(einsumOp0, equation, tensors, path) as Tensor
}

const cdistOp0 = operator('aten::cdist', 't')
const cdistNames = ['p', 'computeMode'] as const
/** `cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
export function cdist(
  x1: Tensor,
  x2: Tensor,
  options?: { p?: number | undefined; computeMode?: number | null | undefined },
): Tensor {
  const { p, computeMode } = requireOptions('cdist', options, cdistNames)
  return invoke(cdistOp0, x1, x2, p, computeMode) as Tensor
}

const tensordotOp0 = operator('aten::tensordot', 't')
/** `tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
export function tensordot(
  self: Tensor,
  other: Tensor,
  dimsSelf: readonly number[],
  dimsOther: readonly number[],
): Tensor {
  return invoke(tensordotOp0, self, other, dimsSelf, dimsOther) as Tensor
}

const fftRfftOp0 = operator('aten::fft_rfft', 't')
const fftRfftNames = ['n', 'dim', 'norm'] as const
/** `fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftRfft(
  self: Tensor,
  options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined },
): Tensor {
  const { n, dim, norm } = requireOptions('fftRfft', options, fftRfftNames)
  return invoke(fftRfftOp0, self, n, dim, norm) as Tensor
}

const fftIrfftOp0 = operator('aten::fft_irfft', 't')
const fftIrfftNames = ['n', 'dim', 'norm'] as const
/** `fft_irfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftIrfft(
  self: Tensor,
  options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined },
): Tensor {
  const { n, dim, norm } = requireOptions('fftIrfft', options, fftIrfftNames)
  return invoke(fftIrfftOp0, self, n, dim, norm) as Tensor
}

const fftRfft2Op0 = operator('aten::fft_rfft2', 't')
const fftRfft2Names = ['s', 'dim', 'norm'] as const
/** `fft_rfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftRfft2(
  self: Tensor,
  options?: {
    s?: readonly number[] | number | null | undefined
    dim?: readonly number[] | number | undefined
    norm?: string | null | undefined
  },
): Tensor {
  const { s, dim, norm } = requireOptions('fftRfft2', options, fftRfft2Names)
  return invoke(fftRfft2Op0, self, s, dim, norm) as Tensor
}

const fftIrfft2Op0 = operator('aten::fft_irfft2', 't')
const fftIrfft2Names = ['s', 'dim', 'norm'] as const
/** `fft_irfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftIrfft2(
  self: Tensor,
  options?: {
    s?: readonly number[] | number | null | undefined
    dim?: readonly number[] | number | undefined
    norm?: string | null | undefined
  },
): Tensor {
  const { s, dim, norm } = requireOptions('fftIrfft2', options, fftIrfft2Names)
  return invoke(fftIrfft2Op0, self, s, dim, norm) as Tensor
}

const fftFft2Op0 = operator('aten::fft_fft2', 't')
const fftFft2Names = ['s', 'dim', 'norm'] as const
/** `fft_fft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftFft2(
  self: Tensor,
  options?: {
    s?: readonly number[] | number | null | undefined
    dim?: readonly number[] | number | undefined
    norm?: string | null | undefined
  },
): Tensor {
  const { s, dim, norm } = requireOptions('fftFft2', options, fftFft2Names)
  return invoke(fftFft2Op0, self, s, dim, norm) as Tensor
}

const fftIfft2Op0 = operator('aten::fft_ifft2', 't')
const fftIfft2Names = ['s', 'dim', 'norm'] as const
/** `fft_ifft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftIfft2(
  self: Tensor,
  options?: {
    s?: readonly number[] | number | null | undefined
    dim?: readonly number[] | number | undefined
    norm?: string | null | undefined
  },
): Tensor {
  const { s, dim, norm } = requireOptions('fftIfft2', options, fftIfft2Names)
  return invoke(fftIfft2Op0, self, s, dim, norm) as Tensor
}

const fftFftshiftOp0 = operator('aten::fft_fftshift', 't')
/** `fft_fftshift(Tensor self, int[1]? dim=None) -> Tensor` */
export function fftFftshift(self: Tensor, dim?: readonly number[] | number | null | undefined): Tensor {
  return invoke2(fftFftshiftOp0, self, dim) as Tensor
}

const fftIfftshiftOp0 = operator('aten::fft_ifftshift', 't')
/** `fft_ifftshift(Tensor self, int[1]? dim=None) -> Tensor` */
export function fftIfftshift(self: Tensor, dim?: readonly number[] | number | null | undefined): Tensor {
  return invoke2(fftIfftshiftOp0, self, dim) as Tensor
}

const fftFftfreqOp0 = operator('aten::fft_fftfreq', 't')
const fftFftfreqNames = ['d', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `fft_fftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function fftFftfreq(
  n: number,
  options?: {
    d?: number | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { d, dtype, layout, device, pinMemory } = requireOptions('fftFftfreq', options, fftFftfreqNames)
  return invoke(fftFftfreqOp0, n, d, dtype, layout, device, pinMemory) as Tensor
}

const conv1dOp0 = operator('aten::conv1d', 't')
const conv1dNames = ['bias', 'stride', 'padding', 'dilation', 'groups'] as const
/** `conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor` */
export function conv1d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    groups?: number | undefined
  },
): Tensor {
  const { bias, stride, padding, dilation, groups } = requireOptions('conv1d', options, conv1dNames)
  return invoke(conv1dOp0, input, weight, bias, stride, padding, dilation, groups) as Tensor
}

const conv2dOp0 = operator('aten::conv2d', 't')
const conv2dNames = ['bias', 'stride', 'padding', 'dilation', 'groups'] as const
/** `conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor` */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    groups?: number | undefined
  },
): Tensor {
  const { bias, stride, padding, dilation, groups } = requireOptions('conv2d', options, conv2dNames)
  return invoke(conv2dOp0, input, weight, bias, stride, padding, dilation, groups) as Tensor
}

const conv3dOp0 = operator('aten::conv3d', 't')
const conv3dNames = ['bias', 'stride', 'padding', 'dilation', 'groups'] as const
/** `conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor` */
export function conv3d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    groups?: number | undefined
  },
): Tensor {
  const { bias, stride, padding, dilation, groups } = requireOptions('conv3d', options, conv3dNames)
  return invoke(conv3dOp0, input, weight, bias, stride, padding, dilation, groups) as Tensor
}

const convTranspose1dOp0 = operator('aten::conv_transpose1d', 't')
const convTranspose1dNames = ['bias', 'stride', 'padding', 'outputPadding', 'groups', 'dilation'] as const
/** `conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor` */
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    outputPadding?: readonly number[] | number | undefined
    groups?: number | undefined
    dilation?: readonly number[] | number | undefined
  },
): Tensor {
  const { bias, stride, padding, outputPadding, groups, dilation } = requireOptions(
    'convTranspose1d',
    options,
    convTranspose1dNames,
  )
  return invoke(convTranspose1dOp0, input, weight, bias, stride, padding, outputPadding, groups, dilation) as Tensor
}

const convTranspose2dOp0 = operator('aten::conv_transpose2d.input', 't')
const convTranspose2dNames = ['bias', 'stride', 'padding', 'outputPadding', 'groups', 'dilation'] as const
/** `conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    outputPadding?: readonly number[] | number | undefined
    groups?: number | undefined
    dilation?: readonly number[] | number | undefined
  },
): Tensor {
  const { bias, stride, padding, outputPadding, groups, dilation } = requireOptions(
    'convTranspose2d',
    options,
    convTranspose2dNames,
  )
  return invoke(convTranspose2dOp0, input, weight, bias, stride, padding, outputPadding, groups, dilation) as Tensor
}

const convTranspose3dOp0 = operator('aten::conv_transpose3d.input', 't')
const convTranspose3dNames = ['bias', 'stride', 'padding', 'outputPadding', 'groups', 'dilation'] as const
/** `conv_transpose3d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] output_padding=[0, 0, 0], SymInt groups=1, SymInt[3] dilation=[1, 1, 1]) -> Tensor` */
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  options?: {
    bias?: Tensor | null | undefined
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    outputPadding?: readonly number[] | number | undefined
    groups?: number | undefined
    dilation?: readonly number[] | number | undefined
  },
): Tensor {
  const { bias, stride, padding, outputPadding, groups, dilation } = requireOptions(
    'convTranspose3d',
    options,
    convTranspose3dNames,
  )
  return invoke(convTranspose3dOp0, input, weight, bias, stride, padding, outputPadding, groups, dilation) as Tensor
}

const batchNormOp0 = operator('aten::batch_norm', 't')
const batchNormNames = [
  'weight',
  'bias',
  'runningMean',
  'runningVar',
  'training',
  'momentum',
  'eps',
  'cudnnEnabled',
] as const
/** `batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
export function batchNorm(
  input: Tensor,
  options: {
    weight?: Tensor | null | undefined
    bias?: Tensor | null | undefined
    runningMean?: Tensor | null | undefined
    runningVar?: Tensor | null | undefined
    training: boolean
    momentum: number
    eps: number
    cudnnEnabled: boolean
  },
): Tensor {
  const { weight, bias, runningMean, runningVar, training, momentum, eps, cudnnEnabled } = requireOptions(
    'batchNorm',
    options,
    batchNormNames,
  )
  return invoke(
    batchNormOp0,
    input,
    weight,
    bias,
    runningMean,
    runningVar,
    training,
    momentum,
    eps,
    cudnnEnabled,
  ) as Tensor
}

const instanceNormOp0 = operator('aten::instance_norm', 't')
const instanceNormNames = [
  'weight',
  'bias',
  'runningMean',
  'runningVar',
  'useInputStats',
  'momentum',
  'eps',
  'cudnnEnabled',
] as const
/** `instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
export function instanceNorm(
  input: Tensor,
  options: {
    weight?: Tensor | null | undefined
    bias?: Tensor | null | undefined
    runningMean?: Tensor | null | undefined
    runningVar?: Tensor | null | undefined
    useInputStats: boolean
    momentum: number
    eps: number
    cudnnEnabled: boolean
  },
): Tensor {
  const { weight, bias, runningMean, runningVar, useInputStats, momentum, eps, cudnnEnabled } = requireOptions(
    'instanceNorm',
    options,
    instanceNormNames,
  )
  return invoke(
    instanceNormOp0,
    input,
    weight,
    bias,
    runningMean,
    runningVar,
    useInputStats,
    momentum,
    eps,
    cudnnEnabled,
  ) as Tensor
}

const groupNormOp0 = operator('aten::group_norm', 't')
const groupNormNames = ['weight', 'bias', 'eps', 'cudnnEnabled'] as const
/** `group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
export function groupNorm(
  input: Tensor,
  numGroups: number,
  options?: {
    weight?: Tensor | null | undefined
    bias?: Tensor | null | undefined
    eps?: number | undefined
    cudnnEnabled?: boolean | undefined
  },
): Tensor {
  const { weight, bias, eps, cudnnEnabled } = requireOptions('groupNorm', options, groupNormNames)
  return invoke(groupNormOp0, input, numGroups, weight, bias, eps, cudnnEnabled) as Tensor
}

const layerNormOp0 = operator('aten::layer_norm', 't')
const layerNormNames = ['weight', 'bias', 'eps', 'cudnnEnable'] as const
/** `layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor` */
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  options?: {
    weight?: Tensor | null | undefined
    bias?: Tensor | null | undefined
    eps?: number | undefined
    cudnnEnable?: boolean | undefined
  },
): Tensor {
  const { weight, bias, eps, cudnnEnable } = requireOptions('layerNorm', options, layerNormNames)
  return invoke(layerNormOp0, input, normalizedShape, weight, bias, eps, cudnnEnable) as Tensor
}

const rmsNormOp0 = operator('aten::rms_norm', 't')
const rmsNormNames = ['weight', 'eps'] as const
/** `rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor` */
export function rmsNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  options?: { weight?: Tensor | null | undefined; eps?: number | null | undefined },
): Tensor {
  const { weight, eps } = requireOptions('rmsNorm', options, rmsNormNames)
  return invoke(rmsNormOp0, input, normalizedShape, weight, eps) as Tensor
}

const embeddingOp0 = operator('aten::embedding', 't')
const embeddingNames = ['paddingIdx', 'scaleGradByFreq', 'sparse'] as const
/** `embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor` */
export function embedding(
  weight: Tensor,
  indices: Tensor,
  options?: { paddingIdx?: number | undefined; scaleGradByFreq?: boolean | undefined; sparse?: boolean | undefined },
): Tensor {
  const { paddingIdx, scaleGradByFreq, sparse } = requireOptions('embedding', options, embeddingNames)
  return invoke(embeddingOp0, weight, indices, paddingIdx, scaleGradByFreq, sparse) as Tensor
}

const oneHotOp0 = operator('aten::one_hot', 't')
/** `one_hot(Tensor self, int num_classes=-1) -> Tensor` */
export function oneHot(self: Tensor, numClasses?: number | undefined): Tensor {
  return invoke2(oneHotOp0, self, numClasses) as Tensor
}

const dropoutOp0 = operator('aten::dropout', 't')
/** `dropout(Tensor input, float p, bool train) -> Tensor` */
export function dropout(input: Tensor, p: number, train: boolean): Tensor {
  return invoke3(dropoutOp0, input, p, train) as Tensor
}

const dropout_Op0 = operator('aten::dropout_', 'a0')
/** `dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
export function dropout_(self: Tensor, p: number, train: boolean): Tensor {
  return invoke3(dropout_Op0, self, p, train) as Tensor
}

const featureDropoutOp0 = operator('aten::feature_dropout', 't')
/** `feature_dropout(Tensor input, float p, bool train) -> Tensor` */
export function featureDropout(input: Tensor, p: number, train: boolean): Tensor {
  return invoke3(featureDropoutOp0, input, p, train) as Tensor
}

const alphaDropoutOp0 = operator('aten::alpha_dropout', 't')
/** `alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
export function alphaDropout(input: Tensor, p: number, train: boolean): Tensor {
  return invoke3(alphaDropoutOp0, input, p, train) as Tensor
}

const padOp0 = operator('aten::pad', 't')
/** `pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
export function pad(
  self: Tensor,
  pad: readonly number[],
  mode?: string | undefined,
  value?: number | null | undefined,
): Tensor {
  return invoke(padOp0, self, pad, mode, value) as Tensor
}

const reflectionPad2dOp0 = operator('aten::reflection_pad2d', 't')
/** `reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
export function reflectionPad2d(self: Tensor, padding: readonly number[] | number): Tensor {
  return invoke2(reflectionPad2dOp0, self, padding) as Tensor
}

const replicationPad2dOp0 = operator('aten::replication_pad2d', 't')
/** `replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
export function replicationPad2d(self: Tensor, padding: readonly number[] | number): Tensor {
  return invoke2(replicationPad2dOp0, self, padding) as Tensor
}

const constantPadNdOp0 = operator('aten::constant_pad_nd', 't')
/** `constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
export function constantPadNd(self: Tensor, pad: readonly number[], value?: Scalar | undefined): Tensor {
  return invoke3(constantPadNdOp0, self, pad, value) as Tensor
}

const avgPool2dOp0 = operator('aten::avg_pool2d', 't')
const avgPool2dNames = ['stride', 'padding', 'ceilMode', 'countIncludePad', 'divisorOverride'] as const
/** `avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
export function avgPool2d(
  self: Tensor,
  kernelSize: readonly number[] | number,
  options?: {
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    ceilMode?: boolean | undefined
    countIncludePad?: boolean | undefined
    divisorOverride?: number | null | undefined
  },
): Tensor {
  const { stride, padding, ceilMode, countIncludePad, divisorOverride } = requireOptions(
    'avgPool2d',
    options,
    avgPool2dNames,
  )
  return invoke(avgPool2dOp0, self, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride) as Tensor
}

const maxPool2dOp0 = operator('aten::max_pool2d', 't')
const maxPool2dNames = ['stride', 'padding', 'dilation', 'ceilMode'] as const
/** `max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor` */
export function maxPool2d(
  self: Tensor,
  kernelSize: readonly number[] | number,
  options?: {
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    ceilMode?: boolean | undefined
  },
): Tensor {
  const { stride, padding, dilation, ceilMode } = requireOptions('maxPool2d', options, maxPool2dNames)
  return invoke(maxPool2dOp0, self, kernelSize, stride, padding, dilation, ceilMode) as Tensor
}

const maxPool2dWithIndicesOp0 = operator('aten::max_pool2d_with_indices', 't t')
const maxPool2dWithIndicesNames = ['stride', 'padding', 'dilation', 'ceilMode'] as const
/** `max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
export function maxPool2dWithIndices(
  self: Tensor,
  kernelSize: readonly number[] | number,
  options?: {
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    ceilMode?: boolean | undefined
  },
): [Tensor, Tensor] {
  const { stride, padding, dilation, ceilMode } = requireOptions(
    'maxPool2dWithIndices',
    options,
    maxPool2dWithIndicesNames,
  )
  return invoke(maxPool2dWithIndicesOp0, self, kernelSize, stride, padding, dilation, ceilMode) as [Tensor, Tensor]
}

const adaptiveAvgPool2dOp0 = operator('aten::adaptive_avg_pool2d', 't')
/** `adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor` */
export function adaptiveAvgPool2d(self: Tensor, outputSize: readonly number[] | number): Tensor {
  return invoke2(adaptiveAvgPool2dOp0, self, outputSize) as Tensor
}

const adaptiveMaxPool2dOp0 = operator('aten::adaptive_max_pool2d', 't t')
/** `adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
export function adaptiveMaxPool2d(self: Tensor, outputSize: readonly number[] | number): [Tensor, Tensor] {
  return invoke2(adaptiveMaxPool2dOp0, self, outputSize) as [Tensor, Tensor]
}

const avgPool1dOp0 = operator('aten::avg_pool1d', 't')
const avgPool1dNames = ['stride', 'padding', 'ceilMode', 'countIncludePad'] as const
/** `avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False, bool count_include_pad=True) -> Tensor` */
export function avgPool1d(
  self: Tensor,
  kernelSize: readonly number[] | number,
  options?: {
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    ceilMode?: boolean | undefined
    countIncludePad?: boolean | undefined
  },
): Tensor {
  const { stride, padding, ceilMode, countIncludePad } = requireOptions('avgPool1d', options, avgPool1dNames)
  return invoke(avgPool1dOp0, self, kernelSize, stride, padding, ceilMode, countIncludePad) as Tensor
}

const maxPool1dOp0 = operator('aten::max_pool1d', 't')
const maxPool1dNames = ['stride', 'padding', 'dilation', 'ceilMode'] as const
/** `max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
export function maxPool1d(
  self: Tensor,
  kernelSize: readonly number[] | number,
  options?: {
    stride?: readonly number[] | number | undefined
    padding?: readonly number[] | number | undefined
    dilation?: readonly number[] | number | undefined
    ceilMode?: boolean | undefined
  },
): Tensor {
  const { stride, padding, dilation, ceilMode } = requireOptions('maxPool1d', options, maxPool1dNames)
  return invoke(maxPool1dOp0, self, kernelSize, stride, padding, dilation, ceilMode) as Tensor
}

const adaptiveAvgPool1dOp0 = operator('aten::adaptive_avg_pool1d', 't')
/** `adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
export function adaptiveAvgPool1d(self: Tensor, outputSize: readonly number[] | number): Tensor {
  return invoke2(adaptiveAvgPool1dOp0, self, outputSize) as Tensor
}

const upsampleNearest2dOp0 = operator('aten::upsample_nearest2d', 't')
const upsampleNearest2dNames = ['scalesH', 'scalesW'] as const
/** `upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleNearest2d(
  self: Tensor,
  outputSize: readonly number[] | number,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleNearest2d', options, upsampleNearest2dNames)
  return invoke(upsampleNearest2dOp0, self, outputSize, scalesH, scalesW) as Tensor
}

const upsampleNearest2dByOp0 = operator('aten::upsample_nearest2d.vec', 't')
const upsampleNearest2dByNames = ['outputSize', 'scaleFactors'] as const
/** `upsample_nearest2d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor` */
export function upsampleNearest2dBy(
  input: Tensor,
  options?: { outputSize?: readonly number[] | null | undefined; scaleFactors?: readonly number[] | null | undefined },
): Tensor {
  const { outputSize, scaleFactors } = requireOptions('upsampleNearest2dBy', options, upsampleNearest2dByNames)
  return invoke3(upsampleNearest2dByOp0, input, outputSize, scaleFactors) as Tensor
}

const upsampleBilinear2dOp0 = operator('aten::upsample_bilinear2d', 't')
const upsampleBilinear2dNames = ['scalesH', 'scalesW'] as const
/** `upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBilinear2d(
  self: Tensor,
  outputSize: readonly number[] | number,
  alignCorners: boolean,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleBilinear2d', options, upsampleBilinear2dNames)
  return invoke(upsampleBilinear2dOp0, self, outputSize, alignCorners, scalesH, scalesW) as Tensor
}

const upsampleBilinear2dByOp0 = operator('aten::upsample_bilinear2d.vec', 't')
const upsampleBilinear2dByNames = ['outputSize', 'alignCorners', 'scaleFactors'] as const
/** `upsample_bilinear2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor` */
export function upsampleBilinear2dBy(
  input: Tensor,
  options: {
    outputSize?: readonly number[] | null | undefined
    alignCorners: boolean
    scaleFactors?: readonly number[] | null | undefined
  },
): Tensor {
  const { outputSize, alignCorners, scaleFactors } = requireOptions(
    'upsampleBilinear2dBy',
    options,
    upsampleBilinear2dByNames,
  )
  return invoke(upsampleBilinear2dByOp0, input, outputSize, alignCorners, scaleFactors) as Tensor
}

const upsampleBicubic2dOp0 = operator('aten::upsample_bicubic2d', 't')
const upsampleBicubic2dNames = ['scalesH', 'scalesW'] as const
/** `upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBicubic2d(
  self: Tensor,
  outputSize: readonly number[] | number,
  alignCorners: boolean,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleBicubic2d', options, upsampleBicubic2dNames)
  return invoke(upsampleBicubic2dOp0, self, outputSize, alignCorners, scalesH, scalesW) as Tensor
}

const upsampleNearestExact2dOp0 = operator('aten::_upsample_nearest_exact2d', 't')
const upsampleNearestExact2dNames = ['scalesH', 'scalesW'] as const
/** `_upsample_nearest_exact2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleNearestExact2d(
  self: Tensor,
  outputSize: readonly number[] | number,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleNearestExact2d', options, upsampleNearestExact2dNames)
  return invoke(upsampleNearestExact2dOp0, self, outputSize, scalesH, scalesW) as Tensor
}

const upsampleBilinear2dAaOp0 = operator('aten::_upsample_bilinear2d_aa', 't')
const upsampleBilinear2dAaNames = ['scalesH', 'scalesW'] as const
/** `_upsample_bilinear2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBilinear2dAa(
  self: Tensor,
  outputSize: readonly number[] | number,
  alignCorners: boolean,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleBilinear2dAa', options, upsampleBilinear2dAaNames)
  return invoke(upsampleBilinear2dAaOp0, self, outputSize, alignCorners, scalesH, scalesW) as Tensor
}

const upsampleBicubic2dAaOp0 = operator('aten::_upsample_bicubic2d_aa', 't')
const upsampleBicubic2dAaNames = ['scalesH', 'scalesW'] as const
/** `_upsample_bicubic2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBicubic2dAa(
  self: Tensor,
  outputSize: readonly number[] | number,
  alignCorners: boolean,
  options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
): Tensor {
  const { scalesH, scalesW } = requireOptions('upsampleBicubic2dAa', options, upsampleBicubic2dAaNames)
  return invoke(upsampleBicubic2dAaOp0, self, outputSize, alignCorners, scalesH, scalesW) as Tensor
}

const gridSamplerOp0 = operator('aten::grid_sampler', 't')
/** `grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
export function gridSampler(
  input: Tensor,
  grid: Tensor,
  interpolationMode: number,
  paddingMode: number,
  alignCorners: boolean,
): Tensor {
  return invoke(gridSamplerOp0, input, grid, interpolationMode, paddingMode, alignCorners) as Tensor
}

const affineGridGeneratorOp0 = operator('aten::affine_grid_generator', 't')
/** `affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
export function affineGridGenerator(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor {
  return invoke3(affineGridGeneratorOp0, theta, size, alignCorners) as Tensor
}

const scaledDotProductAttentionOp0 = operator('aten::scaled_dot_product_attention', 't')
const scaledDotProductAttentionNames = ['attnMask', 'dropoutP', 'isCausal', 'scale', 'enableGqa'] as const
/** `scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor` */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options?: {
    attnMask?: Tensor | null | undefined
    dropoutP?: number | undefined
    isCausal?: boolean | undefined
    scale?: number | null | undefined
    enableGqa?: boolean | undefined
  },
): Tensor {
  const { attnMask, dropoutP, isCausal, scale, enableGqa } = requireOptions(
    'scaledDotProductAttention',
    options,
    scaledDotProductAttentionNames,
  )
  return invoke(
    scaledDotProductAttentionOp0,
    query,
    key,
    value,
    attnMask,
    dropoutP,
    isCausal,
    scale,
    enableGqa,
  ) as Tensor
}

const binaryCrossEntropyOp0 = operator('aten::binary_cross_entropy', 't')
/** `binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
export function binaryCrossEntropy(
  self: Tensor,
  target: Tensor,
  weight?: Tensor | null | undefined,
  reduction?: number | undefined,
): Tensor {
  return invoke(binaryCrossEntropyOp0, self, target, weight, reduction) as Tensor
}

const binaryCrossEntropyWithLogitsOp0 = operator('aten::binary_cross_entropy_with_logits', 't')
const binaryCrossEntropyWithLogitsNames = ['weight', 'posWeight', 'reduction'] as const
/** `binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor` */
export function binaryCrossEntropyWithLogits(
  self: Tensor,
  target: Tensor,
  options?: {
    weight?: Tensor | null | undefined
    posWeight?: Tensor | null | undefined
    reduction?: number | undefined
  },
): Tensor {
  const { weight, posWeight, reduction } = requireOptions(
    'binaryCrossEntropyWithLogits',
    options,
    binaryCrossEntropyWithLogitsNames,
  )
  return invoke(binaryCrossEntropyWithLogitsOp0, self, target, weight, posWeight, reduction) as Tensor
}

const mseLossOp0 = operator('aten::mse_loss', 't')
/** `mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
export function mseLoss(self: Tensor, target: Tensor, reduction?: number | undefined): Tensor {
  return invoke3(mseLossOp0, self, target, reduction) as Tensor
}

const l1LossOp0 = operator('aten::l1_loss', 't')
/** `l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
export function l1Loss(self: Tensor, target: Tensor, reduction?: number | undefined): Tensor {
  return invoke3(l1LossOp0, self, target, reduction) as Tensor
}

const smoothL1LossOp0 = operator('aten::smooth_l1_loss', 't')
const smoothL1LossNames = ['reduction', 'beta'] as const
/** `smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
export function smoothL1Loss(
  self: Tensor,
  target: Tensor,
  options?: { reduction?: number | undefined; beta?: number | undefined },
): Tensor {
  const { reduction, beta } = requireOptions('smoothL1Loss', options, smoothL1LossNames)
  return invoke(smoothL1LossOp0, self, target, reduction, beta) as Tensor
}

const huberLossOp0 = operator('aten::huber_loss', 't')
const huberLossNames = ['reduction', 'delta'] as const
/** `huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
export function huberLoss(
  self: Tensor,
  target: Tensor,
  options?: { reduction?: number | undefined; delta?: number | undefined },
): Tensor {
  const { reduction, delta } = requireOptions('huberLoss', options, huberLossNames)
  return invoke(huberLossOp0, self, target, reduction, delta) as Tensor
}

const nllLossOp0 = operator('aten::nll_loss', 't')
const nllLossNames = ['weight', 'reduction', 'ignoreIndex'] as const
/** `nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
export function nllLoss(
  self: Tensor,
  target: Tensor,
  options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined },
): Tensor {
  const { weight, reduction, ignoreIndex } = requireOptions('nllLoss', options, nllLossNames)
  return invoke(nllLossOp0, self, target, weight, reduction, ignoreIndex) as Tensor
}

const crossEntropyLossOp0 = operator('aten::cross_entropy_loss', 't')
const crossEntropyLossNames = ['weight', 'reduction', 'ignoreIndex', 'labelSmoothing'] as const
/** `cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor` */
export function crossEntropyLoss(
  self: Tensor,
  target: Tensor,
  options?: {
    weight?: Tensor | null | undefined
    reduction?: number | undefined
    ignoreIndex?: number | undefined
    labelSmoothing?: number | undefined
  },
): Tensor {
  const { weight, reduction, ignoreIndex, labelSmoothing } = requireOptions(
    'crossEntropyLoss',
    options,
    crossEntropyLossNames,
  )
  return invoke(crossEntropyLossOp0, self, target, weight, reduction, ignoreIndex, labelSmoothing) as Tensor
}

const klDivOp0 = operator('aten::kl_div', 't')
const klDivNames = ['reduction', 'logTarget'] as const
/** `kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
export function klDiv(
  self: Tensor,
  target: Tensor,
  options?: { reduction?: number | undefined; logTarget?: boolean | undefined },
): Tensor {
  const { reduction, logTarget } = requireOptions('klDiv', options, klDivNames)
  return invoke(klDivOp0, self, target, reduction, logTarget) as Tensor
}

const cosineSimilarityOp0 = operator('aten::cosine_similarity', 't')
/** `cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
export function cosineSimilarity(x1: Tensor, x2: Tensor, dim?: number | undefined, eps?: number | undefined): Tensor {
  return invoke(cosineSimilarityOp0, x1, x2, dim, eps) as Tensor
}

const zerosOp0 = operator('aten::zeros', 't')
const zerosNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function zeros(
  size: readonly number[],
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('zeros', options, zerosNames)
  return invoke(zerosOp0, size, dtype, layout, device, pinMemory) as Tensor
}

const onesOp0 = operator('aten::ones', 't')
const onesNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function ones(
  size: readonly number[],
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('ones', options, onesNames)
  return invoke(onesOp0, size, dtype, layout, device, pinMemory) as Tensor
}

const emptyOp0 = operator('aten::empty.memory_format', 't')
const emptyNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function empty(
  size: readonly number[],
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('empty', options, emptyNames)
  return invoke(emptyOp0, size, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const fullOp0 = operator('aten::full', 't')
const fullNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function full(
  size: readonly number[],
  fillValue: Scalar,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('full', options, fullNames)
  return invoke(fullOp0, size, fillValue, dtype, layout, device, pinMemory) as Tensor
}

const eyeOp0 = operator('aten::eye', 't')
const eyeNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `eye(SymInt n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function eye(
  n: number,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('eye', options, eyeNames)
  return invoke(eyeOp0, n, dtype, layout, device, pinMemory) as Tensor
}

const eyeOfOp0 = operator('aten::eye.m', 't')
const eyeOfNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `eye.m(SymInt n, SymInt m, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function eyeOf(
  n: number,
  m: number,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('eyeOf', options, eyeOfNames)
  return invoke(eyeOfOp0, n, m, dtype, layout, device, pinMemory) as Tensor
}

const arangeOp0 = operator('aten::arange', 't')
const arangeNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `arange(Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arange(
  end: Scalar,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('arange', options, arangeNames)
  return invoke(arangeOp0, end, dtype, layout, device, pinMemory) as Tensor
}

const arangeFromOp0 = operator('aten::arange.start_step', 't')
const arangeFromNames = ['step', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arangeFrom(
  start: Scalar,
  end: Scalar,
  options?: {
    step?: Scalar | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { step, dtype, layout, device, pinMemory } = requireOptions('arangeFrom', options, arangeFromNames)
  return invoke(arangeFromOp0, start, end, step, dtype, layout, device, pinMemory) as Tensor
}

const linspaceOp0 = operator('aten::linspace', 't')
const linspaceNames = ['dtype', 'layout', 'device', 'pinMemory'] as const
/** `linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function linspace(
  start: Scalar,
  end: Scalar,
  steps: number,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory } = requireOptions('linspace', options, linspaceNames)
  return invoke(linspaceOp0, start, end, steps, dtype, layout, device, pinMemory) as Tensor
}

const logspaceOp0 = operator('aten::logspace', 't')
const logspaceNames = ['base', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `logspace(Scalar start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function logspace(
  start: Scalar,
  end: Scalar,
  steps: number,
  options?: {
    base?: number | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { base, dtype, layout, device, pinMemory } = requireOptions('logspace', options, logspaceNames)
  return invoke(logspaceOp0, start, end, steps, base, dtype, layout, device, pinMemory) as Tensor
}

const zerosLikeOp0 = operator('aten::zeros_like', 't')
const zerosLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function zerosLike(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('zerosLike', options, zerosLikeNames)
  return invoke(zerosLikeOp0, self, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const onesLikeOp0 = operator('aten::ones_like', 't')
const onesLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function onesLike(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('onesLike', options, onesLikeNames)
  return invoke(onesLikeOp0, self, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const fullLikeOp0 = operator('aten::full_like', 't')
const fullLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function fullLike(
  self: Tensor,
  fillValue: Scalar,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('fullLike', options, fullLikeNames)
  return invoke(fullLikeOp0, self, fillValue, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const emptyLikeOp0 = operator('aten::empty_like', 't')
const emptyLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function emptyLike(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('emptyLike', options, emptyLikeNames)
  return invoke(emptyLikeOp0, self, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const randOp0 = operator('aten::rand.generator', 't')
const randNames = ['generator', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `rand.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function rand(
  size: readonly number[],
  options?: {
    generator?: Generator | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { generator, dtype, layout, device, pinMemory } = requireOptions('rand', options, randNames)
  return invoke(randOp0, size, generator, dtype, layout, device, pinMemory) as Tensor
}

const randnOp0 = operator('aten::randn.generator', 't')
const randnNames = ['generator', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `randn.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randn(
  size: readonly number[],
  options?: {
    generator?: Generator | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { generator, dtype, layout, device, pinMemory } = requireOptions('randn', options, randnNames)
  return invoke(randnOp0, size, generator, dtype, layout, device, pinMemory) as Tensor
}

const randintOp0 = operator('aten::randint.generator', 't')
const randintNames = ['generator', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `randint.generator(SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randint(
  high: number,
  size: readonly number[],
  options?: {
    generator?: Generator | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { generator, dtype, layout, device, pinMemory } = requireOptions('randint', options, randintNames)
  return invoke(randintOp0, high, size, generator, dtype, layout, device, pinMemory) as Tensor
}

const randintFromOp0 = operator('aten::randint.low_generator', 't')
const randintFromNames = ['generator', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `randint.low_generator(SymInt low, SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randintFrom(
  low: number,
  high: number,
  size: readonly number[],
  options?: {
    generator?: Generator | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { generator, dtype, layout, device, pinMemory } = requireOptions('randintFrom', options, randintFromNames)
  return invoke(randintFromOp0, low, high, size, generator, dtype, layout, device, pinMemory) as Tensor
}

const randpermOp0 = operator('aten::randperm.generator', 't')
const randpermNames = ['generator', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `randperm.generator(SymInt n, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randperm(
  n: number,
  options?: {
    generator?: Generator | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { generator, dtype, layout, device, pinMemory } = requireOptions('randperm', options, randpermNames)
  return invoke(randpermOp0, n, generator, dtype, layout, device, pinMemory) as Tensor
}

const randLikeOp0 = operator('aten::rand_like', 't')
const randLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function randLike(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('randLike', options, randLikeNames)
  return invoke(randLikeOp0, self, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const randnLikeOp0 = operator('aten::randn_like', 't')
const randnLikeNames = ['dtype', 'layout', 'device', 'pinMemory', 'memoryFormat'] as const
/** `randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function randnLike(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, memoryFormat } = requireOptions('randnLike', options, randnLikeNames)
  return invoke(randnLikeOp0, self, dtype, layout, device, pinMemory, memoryFormat) as Tensor
}

const bernoulliOp0 = operator('aten::bernoulli', 't')
const bernoulliNames = ['generator'] as const
/** `bernoulli(Tensor self, *, Generator? generator=None) -> Tensor` */
export function bernoulli(self: Tensor, options?: { generator?: Generator | null | undefined }): Tensor {
  const { generator } = requireOptions('bernoulli', options, bernoulliNames)
  return invoke2(bernoulliOp0, self, generator) as Tensor
}

const bernoulliOfOp0 = operator('aten::bernoulli.p', 't')
const bernoulliOfNames = ['generator'] as const
/** `bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor` */
export function bernoulliOf(self: Tensor, p: number, options?: { generator?: Generator | null | undefined }): Tensor {
  const { generator } = requireOptions('bernoulliOf', options, bernoulliOfNames)
  return invoke3(bernoulliOfOp0, self, p, generator) as Tensor
}

const multinomialOp0 = operator('aten::multinomial', 't')
const multinomialNames = ['replacement', 'generator'] as const
/** `multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor` */
export function multinomial(
  self: Tensor,
  numSamples: number,
  options?: { replacement?: boolean | undefined; generator?: Generator | null | undefined },
): Tensor {
  const { replacement, generator } = requireOptions('multinomial', options, multinomialNames)
  return invoke(multinomialOp0, self, numSamples, replacement, generator) as Tensor
}

const normal_Op0 = operator('aten::normal_', 'a0')
const normal_Names = ['generator'] as const
/** `normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
export function normal_(
  self: Tensor,
  mean?: number | undefined,
  std?: number | undefined,
  options?: { generator?: Generator | null | undefined },
): Tensor {
  const { generator } = requireOptions('normal_', options, normal_Names)
  return invoke(normal_Op0, self, mean, std, generator) as Tensor
}

const uniform_Op0 = operator('aten::uniform_', 'a0')
const uniform_Names = ['generator'] as const
/** `uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
export function uniform_(
  self: Tensor,
  from?: number | undefined,
  to?: number | undefined,
  options?: { generator?: Generator | null | undefined },
): Tensor {
  const { generator } = requireOptions('uniform_', options, uniform_Names)
  return invoke(uniform_Op0, self, from, to, generator) as Tensor
}

const bernoulli_Op0 = operator('aten::bernoulli_.float', 'a0')
const bernoulli_Op1 = operator('aten::bernoulli_.Tensor', 'a0')
const bernoulli_Names = ['p', 'generator'] as const
/** `bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)` · `bernoulli_.Tensor(Tensor(a!) self, Tensor p, *, Generator? generator=None) -> Tensor(a!)` */
export function bernoulli_(
  self: Tensor,
  options?: { p?: number | Tensor | undefined; generator?: Generator | null | undefined },
): Tensor {
  const { p, generator } = requireOptions('bernoulli_', options, bernoulli_Names)
  return invoke3(!(p instanceof Tensor) ? bernoulli_Op0 : bernoulli_Op1, self, p, generator) as Tensor
}

const exponential_Op0 = operator('aten::exponential_', 'a0')
const exponential_Names = ['lambd', 'generator'] as const
/** `exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
export function exponential_(
  self: Tensor,
  options?: { lambd?: number | undefined; generator?: Generator | null | undefined },
): Tensor {
  const { lambd, generator } = requireOptions('exponential_', options, exponential_Names)
  return invoke3(exponential_Op0, self, lambd, generator) as Tensor
}

const random_Op0 = operator('aten::random_', 'a0')
const random_Names = ['generator'] as const
/** `random_(Tensor(a!) self, *, Generator? generator=None) -> Tensor(a!)` */
export function random_(self: Tensor, options?: { generator?: Generator | null | undefined }): Tensor {
  const { generator } = requireOptions('random_', options, random_Names)
  return invoke2(random_Op0, self, generator) as Tensor
}

const zero_Op0 = operator('aten::zero_', 'a0')
/** `zero_(Tensor(a!) self) -> Tensor(a!)` */
export function zero_(self: Tensor): Tensor {
  return invoke1(zero_Op0, self) as Tensor
}

const fill_Op0 = operator('aten::fill_.Tensor', 'a0')
const fill_Op1 = operator('aten::fill_.Scalar', 'a0')
/** `fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)` · `fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)` */
export function fill_(self: Tensor, value: Tensor | Scalar): Tensor {
  return invoke2(value instanceof Tensor ? fill_Op0 : fill_Op1, self, value) as Tensor
}

const copy_Op0 = operator('aten::copy_', 'a0')
/** `copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
export function copy_(self: Tensor, src: Tensor, nonBlocking?: boolean | undefined): Tensor {
  return invoke3(copy_Op0, self, src, nonBlocking) as Tensor
}

const resize_Op0 = operator('aten::resize_', 'a0')
const resize_Names = ['memoryFormat'] as const
/** `resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
export function resize_(
  self: Tensor,
  size: readonly number[],
  options?: { memoryFormat?: MemoryFormat | null | undefined },
): Tensor {
  const { memoryFormat } = requireOptions('resize_', options, resize_Names)
  return invoke3(resize_Op0, self, size, memoryFormat) as Tensor
}

const set_Op0 = operator('aten::set_.source_Tensor', 'a0')
/** `set_.source_Tensor(Tensor(a!) self, Tensor source) -> Tensor(a!)` */
export function set_(self: Tensor, source: Tensor): Tensor {
  return invoke2(set_Op0, self, source) as Tensor
}

const fromFileOp0 = operator('aten::from_file', 't')
const fromFileNames = ['shared', 'size', 'dtype', 'layout', 'device', 'pinMemory'] as const
/** `from_file(str filename, bool? shared=None, int? size=0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function fromFile(
  filename: string,
  options?: {
    shared?: boolean | null | undefined
    size?: number | null | undefined
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
  },
): Tensor {
  const { shared, size, dtype, layout, device, pinMemory } = requireOptions('fromFile', options, fromFileNames)
  return invoke(fromFileOp0, filename, shared, size, dtype, layout, device, pinMemory) as Tensor
}

const toCopyOp0 = operator('aten::_to_copy', 't')
const toCopyNames = ['dtype', 'layout', 'device', 'pinMemory', 'nonBlocking', 'memoryFormat'] as const
/** `_to_copy(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, MemoryFormat? memory_format=None) -> Tensor` */
export function toCopy(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    nonBlocking?: boolean | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, nonBlocking, memoryFormat } = requireOptions('toCopy', options, toCopyNames)
  return invoke(toCopyOp0, self, dtype, layout, device, pinMemory, nonBlocking, memoryFormat) as Tensor
}

const toOptionsOp0 = operator('aten::to.dtype_layout', 't')
const toOptionsNames = ['dtype', 'layout', 'device', 'pinMemory', 'nonBlocking', 'copy', 'memoryFormat'] as const
/** `to.dtype_layout(Tensor(a) self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)` */
export function toOptions(
  self: Tensor,
  options?: {
    dtype?: DType | null | undefined
    layout?: Layout | null | undefined
    device?: string | null | undefined
    pinMemory?: boolean | null | undefined
    nonBlocking?: boolean | undefined
    copy?: boolean | undefined
    memoryFormat?: MemoryFormat | null | undefined
  },
): Tensor {
  const { dtype, layout, device, pinMemory, nonBlocking, copy, memoryFormat } = requireOptions(
    'toOptions',
    options,
    toOptionsNames,
  )
  return invoke(toOptionsOp0, self, dtype, layout, device, pinMemory, nonBlocking, copy, memoryFormat) as Tensor
}

const pinMemoryOp0 = operator('aten::pin_memory', 't')
/** `pin_memory(Tensor(a) self, Device? device=None) -> Tensor(a)` */
export function pinMemory(self: Tensor, device?: string | null | undefined): Tensor {
  return invoke2(pinMemoryOp0, self, device) as Tensor
}

const isPinnedOp0 = operator('aten::is_pinned', 'v')
/** `is_pinned(Tensor self, Device? device=None) -> bool` */
export function isPinned(self: Tensor, device?: string | null | undefined): boolean {
  return invoke2(isPinnedOp0, self, device) as boolean
}

const recordStreamOp0 = operator('aten::record_stream', '')
/** `record_stream(Tensor(a!) self, Stream s) -> ()` */
export function recordStream(self: Tensor, s: number): void {
  invoke2(recordStreamOp0, self, s)
}

const fusedAdam_Op0 = operator('aten::_fused_adam_', '')
const fusedAdam_Names = [
  'lr',
  'beta1',
  'beta2',
  'weightDecay',
  'eps',
  'amsgrad',
  'maximize',
  'gradScale',
  'foundInf',
] as const
/** `_fused_adam_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, Tensor(d!)[] exp_avg_sqs, Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()` */
export function fusedAdam_(
  self: readonly Tensor[],
  grads: readonly Tensor[],
  expAvgs: readonly Tensor[],
  expAvgSqs: readonly Tensor[],
  maxExpAvgSqs: readonly Tensor[],
  stateSteps: readonly Tensor[],
  options: {
    lr: number
    beta1: number
    beta2: number
    weightDecay: number
    eps: number
    amsgrad: boolean
    maximize: boolean
    gradScale?: Tensor | null | undefined
    foundInf?: Tensor | null | undefined
  },
): void {
  const { lr, beta1, beta2, weightDecay, eps, amsgrad, maximize, gradScale, foundInf } = requireOptions(
    'fusedAdam_',
    options,
    fusedAdam_Names,
  )
  invoke(
    fusedAdam_Op0,
    self,
    grads,
    expAvgs,
    expAvgSqs,
    maxExpAvgSqs,
    stateSteps,
    lr,
    beta1,
    beta2,
    weightDecay,
    eps,
    amsgrad,
    maximize,
    gradScale,
    foundInf,
  )
}

const fusedAdamw_Op0 = operator('aten::_fused_adamw_', '')
const fusedAdamw_Names = [
  'lr',
  'beta1',
  'beta2',
  'weightDecay',
  'eps',
  'amsgrad',
  'maximize',
  'gradScale',
  'foundInf',
] as const
/** `_fused_adamw_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, Tensor(d!)[] exp_avg_sqs, Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()` */
export function fusedAdamw_(
  self: readonly Tensor[],
  grads: readonly Tensor[],
  expAvgs: readonly Tensor[],
  expAvgSqs: readonly Tensor[],
  maxExpAvgSqs: readonly Tensor[],
  stateSteps: readonly Tensor[],
  options: {
    lr: number
    beta1: number
    beta2: number
    weightDecay: number
    eps: number
    amsgrad: boolean
    maximize: boolean
    gradScale?: Tensor | null | undefined
    foundInf?: Tensor | null | undefined
  },
): void {
  const { lr, beta1, beta2, weightDecay, eps, amsgrad, maximize, gradScale, foundInf } = requireOptions(
    'fusedAdamw_',
    options,
    fusedAdamw_Names,
  )
  invoke(
    fusedAdamw_Op0,
    self,
    grads,
    expAvgs,
    expAvgSqs,
    maxExpAvgSqs,
    stateSteps,
    lr,
    beta1,
    beta2,
    weightDecay,
    eps,
    amsgrad,
    maximize,
    gradScale,
    foundInf,
  )
}

const fusedSgd_Op0 = operator('aten::_fused_sgd_', '')
const fusedSgd_Names = [
  'weightDecay',
  'momentum',
  'lr',
  'dampening',
  'nesterov',
  'maximize',
  'isFirstStep',
  'gradScale',
  'foundInf',
] as const
/** `_fused_sgd_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] momentum_buffer_list, *, float weight_decay, float momentum, float lr, float dampening, bool nesterov, bool maximize, bool is_first_step, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()` */
export function fusedSgd_(
  self: readonly Tensor[],
  grads: readonly Tensor[],
  momentumBufferList: readonly Tensor[],
  options: {
    weightDecay: number
    momentum: number
    lr: number
    dampening: number
    nesterov: boolean
    maximize: boolean
    isFirstStep: boolean
    gradScale?: Tensor | null | undefined
    foundInf?: Tensor | null | undefined
  },
): void {
  const { weightDecay, momentum, lr, dampening, nesterov, maximize, isFirstStep, gradScale, foundInf } = requireOptions(
    'fusedSgd_',
    options,
    fusedSgd_Names,
  )
  invoke(
    fusedSgd_Op0,
    self,
    grads,
    momentumBufferList,
    weightDecay,
    momentum,
    lr,
    dampening,
    nesterov,
    maximize,
    isFirstStep,
    gradScale,
    foundInf,
  )
}

const foreachAdd_Op0 = operator('aten::_foreach_add_.List', '')
const foreachAdd_Names = ['alpha'] as const
/** `_foreach_add_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()` */
export function foreachAdd_(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: Scalar | undefined },
): void {
  const { alpha } = requireOptions('foreachAdd_', options, foreachAdd_Names)
  invoke3(foreachAdd_Op0, self, other, alpha)
}

const foreachAddScalar_Op0 = operator('aten::_foreach_add_.Scalar', '')
/** `_foreach_add_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachAddScalar_(self: readonly Tensor[], scalar: Scalar): void {
  invoke2(foreachAddScalar_Op0, self, scalar)
}

const foreachAddOp0 = operator('aten::_foreach_add.List', 'T')
const foreachAddNames = ['alpha'] as const
/** `_foreach_add.List(Tensor[] self, Tensor[] other, *, Scalar alpha=1) -> Tensor[]` */
export function foreachAdd(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: Scalar | undefined },
): Tensor[] {
  const { alpha } = requireOptions('foreachAdd', options, foreachAddNames)
  return invoke3(foreachAddOp0, self, other, alpha) as Tensor[]
}

const foreachSub_Op0 = operator('aten::_foreach_sub_.List', '')
const foreachSub_Names = ['alpha'] as const
/** `_foreach_sub_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()` */
export function foreachSub_(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: Scalar | undefined },
): void {
  const { alpha } = requireOptions('foreachSub_', options, foreachSub_Names)
  invoke3(foreachSub_Op0, self, other, alpha)
}

const foreachSubOp0 = operator('aten::_foreach_sub.List', 'T')
const foreachSubNames = ['alpha'] as const
/** `_foreach_sub.List(Tensor[] self, Tensor[] other, *, Scalar alpha=1) -> Tensor[]` */
export function foreachSub(
  self: readonly Tensor[],
  other: readonly Tensor[],
  options?: { alpha?: Scalar | undefined },
): Tensor[] {
  const { alpha } = requireOptions('foreachSub', options, foreachSubNames)
  return invoke3(foreachSubOp0, self, other, alpha) as Tensor[]
}

const foreachMul_Op0 = operator('aten::_foreach_mul_.List', '')
/** `_foreach_mul_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function foreachMul_(self: readonly Tensor[], other: readonly Tensor[]): void {
  invoke2(foreachMul_Op0, self, other)
}

const foreachMulScalar_Op0 = operator('aten::_foreach_mul_.Scalar', '')
/** `_foreach_mul_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachMulScalar_(self: readonly Tensor[], scalar: Scalar): void {
  invoke2(foreachMulScalar_Op0, self, scalar)
}

const foreachMulOp0 = operator('aten::_foreach_mul.List', 'T')
/** `_foreach_mul.List(Tensor[] self, Tensor[] other) -> Tensor[]` */
export function foreachMul(self: readonly Tensor[], other: readonly Tensor[]): Tensor[] {
  return invoke2(foreachMulOp0, self, other) as Tensor[]
}

const foreachMulScalarOp0 = operator('aten::_foreach_mul.Scalar', 'T')
/** `_foreach_mul.Scalar(Tensor[] self, Scalar scalar) -> Tensor[]` */
export function foreachMulScalar(self: readonly Tensor[], scalar: Scalar): Tensor[] {
  return invoke2(foreachMulScalarOp0, self, scalar) as Tensor[]
}

const foreachMulTensor_Op0 = operator('aten::_foreach_mul_.Tensor', '')
/** `_foreach_mul_.Tensor(Tensor(a!)[] self, Tensor other) -> ()` */
export function foreachMulTensor_(self: readonly Tensor[], other: Tensor): void {
  invoke2(foreachMulTensor_Op0, self, other)
}

const foreachDiv_Op0 = operator('aten::_foreach_div_.List', '')
/** `_foreach_div_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function foreachDiv_(self: readonly Tensor[], other: readonly Tensor[]): void {
  invoke2(foreachDiv_Op0, self, other)
}

const foreachDivScalar_Op0 = operator('aten::_foreach_div_.Scalar', '')
/** `_foreach_div_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachDivScalar_(self: readonly Tensor[], scalar: Scalar): void {
  invoke2(foreachDivScalar_Op0, self, scalar)
}

const foreachDivOp0 = operator('aten::_foreach_div.List', 'T')
/** `_foreach_div.List(Tensor[] self, Tensor[] other) -> Tensor[]` */
export function foreachDiv(self: readonly Tensor[], other: readonly Tensor[]): Tensor[] {
  return invoke2(foreachDivOp0, self, other) as Tensor[]
}

const foreachAddcmul_Op0 = operator('aten::_foreach_addcmul_.Scalar', '')
/** `_foreach_addcmul_.Scalar(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar value=1) -> ()` */
export function foreachAddcmul_(
  self: readonly Tensor[],
  tensor1: readonly Tensor[],
  tensor2: readonly Tensor[],
  value?: Scalar | undefined,
): void {
  invoke(foreachAddcmul_Op0, self, tensor1, tensor2, value)
}

const foreachAddcdiv_Op0 = operator('aten::_foreach_addcdiv_.Scalar', '')
/** `_foreach_addcdiv_.Scalar(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar value=1) -> ()` */
export function foreachAddcdiv_(
  self: readonly Tensor[],
  tensor1: readonly Tensor[],
  tensor2: readonly Tensor[],
  value?: Scalar | undefined,
): void {
  invoke(foreachAddcdiv_Op0, self, tensor1, tensor2, value)
}

const foreachSqrtOp0 = operator('aten::_foreach_sqrt', 'T')
/** `_foreach_sqrt(Tensor[] self) -> Tensor[]` */
export function foreachSqrt(self: readonly Tensor[]): Tensor[] {
  return invoke1(foreachSqrtOp0, self) as Tensor[]
}

const foreachSqrt_Op0 = operator('aten::_foreach_sqrt_', '')
/** `_foreach_sqrt_(Tensor(a!)[] self) -> ()` */
export function foreachSqrt_(self: readonly Tensor[]): void {
  invoke1(foreachSqrt_Op0, self)
}

const foreachNegOp0 = operator('aten::_foreach_neg', 'T')
/** `_foreach_neg(Tensor[] self) -> Tensor[]` */
export function foreachNeg(self: readonly Tensor[]): Tensor[] {
  return invoke1(foreachNegOp0, self) as Tensor[]
}

const foreachAbsOp0 = operator('aten::_foreach_abs', 'T')
/** `_foreach_abs(Tensor[] self) -> Tensor[]` */
export function foreachAbs(self: readonly Tensor[]): Tensor[] {
  return invoke1(foreachAbsOp0, self) as Tensor[]
}

const foreachLerp_Op0 = operator('aten::_foreach_lerp_.Scalar', '')
/** `_foreach_lerp_.Scalar(Tensor(a!)[] self, Tensor[] tensors1, Scalar weight) -> ()` */
export function foreachLerp_(self: readonly Tensor[], tensors1: readonly Tensor[], weight: Scalar): void {
  invoke3(foreachLerp_Op0, self, tensors1, weight)
}

const foreachLerpList_Op0 = operator('aten::_foreach_lerp_.List', '')
/** `_foreach_lerp_.List(Tensor(a!)[] self, Tensor[] tensors1, Tensor[] weights) -> ()` */
export function foreachLerpList_(
  self: readonly Tensor[],
  tensors1: readonly Tensor[],
  weights: readonly Tensor[],
): void {
  invoke3(foreachLerpList_Op0, self, tensors1, weights)
}

const foreachNormOp0 = operator('aten::_foreach_norm.Scalar', 'T')
const foreachNormNames = ['ord', 'dtype'] as const
/** `_foreach_norm.Scalar(Tensor[] self, Scalar ord=2, ScalarType? dtype=None) -> Tensor[]` */
export function foreachNorm(
  self: readonly Tensor[],
  options?: { ord?: Scalar | undefined; dtype?: DType | null | undefined },
): Tensor[] {
  const { ord, dtype } = requireOptions('foreachNorm', options, foreachNormNames)
  return invoke3(foreachNormOp0, self, ord, dtype) as Tensor[]
}

const foreachZero_Op0 = operator('aten::_foreach_zero_', '')
/** `_foreach_zero_(Tensor(a!)[] self) -> ()` */
export function foreachZero_(self: readonly Tensor[]): void {
  invoke1(foreachZero_Op0, self)
}

const foreachCopy_Op0 = operator('aten::_foreach_copy_', '')
/** `_foreach_copy_(Tensor(a!)[] self, Tensor[] src, bool non_blocking=False) -> ()` */
export function foreachCopy_(self: readonly Tensor[], src: readonly Tensor[], nonBlocking?: boolean | undefined): void {
  invoke3(foreachCopy_Op0, self, src, nonBlocking)
}

const foreachClampMin_Op0 = operator('aten::_foreach_clamp_min_.Scalar', '')
/** `_foreach_clamp_min_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachClampMin_(self: readonly Tensor[], scalar: Scalar): void {
  invoke2(foreachClampMin_Op0, self, scalar)
}

const foreachClampMax_Op0 = operator('aten::_foreach_clamp_max_.Scalar', '')
/** `_foreach_clamp_max_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function foreachClampMax_(self: readonly Tensor[], scalar: Scalar): void {
  invoke2(foreachClampMax_Op0, self, scalar)
}

const foreachMaximum_Op0 = operator('aten::_foreach_maximum_.List', '')
/** `_foreach_maximum_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function foreachMaximum_(self: readonly Tensor[], other: readonly Tensor[]): void {
  invoke2(foreachMaximum_Op0, self, other)
}

const ampForeachNonFiniteCheckAndUnscale_Op0 = operator('aten::_amp_foreach_non_finite_check_and_unscale_', '')
/** `_amp_foreach_non_finite_check_and_unscale_(Tensor(a!)[] self, Tensor(b!) found_inf, Tensor inv_scale) -> ()` */
export function ampForeachNonFiniteCheckAndUnscale_(self: readonly Tensor[], foundInf: Tensor, invScale: Tensor): void {
  invoke3(ampForeachNonFiniteCheckAndUnscale_Op0, self, foundInf, invScale)
}

const ampUpdateScale_Op0 = operator('aten::_amp_update_scale_', 'a0')
/** `_amp_update_scale_(Tensor(a!) self, Tensor(b!) growth_tracker, Tensor found_inf, float scale_growth_factor, float scale_backoff_factor, int growth_interval) -> Tensor(a!)` */
export function ampUpdateScale_(
  self: Tensor,
  growthTracker: Tensor,
  foundInf: Tensor,
  scaleGrowthFactor: number,
  scaleBackoffFactor: number,
  growthInterval: number,
): Tensor {
  return invoke(
    ampUpdateScale_Op0,
    self,
    growthTracker,
    foundInf,
    scaleGrowthFactor,
    scaleBackoffFactor,
    growthInterval,
  ) as Tensor
}

declare module './tensor/tensor.js' {
  interface Tensor {
    /** See {@link add}. */
    add(other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link add_}. */
    add_(other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link sub}. */
    sub(other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link sub_}. */
    sub_(other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link mul}. */
    mul(other: Tensor | Scalar): Tensor
    /** See {@link mul_}. */
    mul_(other: Tensor | Scalar): Tensor
    /** See {@link div}. */
    div(other: Tensor | Scalar): Tensor
    /** See {@link div_}. */
    div_(other: Tensor | Scalar): Tensor
    /** See {@link rsub}. */
    rsub(other: Tensor | Scalar, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link remainder}. */
    remainder(other: Tensor | Scalar): Tensor
    /** See {@link fmod}. */
    fmod(other: Tensor | Scalar): Tensor
    /** See {@link floorDivide}. */
    floorDivide(other: Tensor | Scalar): Tensor
    /** See {@link pow}. */
    pow(exponent: Tensor | Scalar): Tensor
    /** See {@link atan2}. */
    atan2(other: Tensor): Tensor
    /** See {@link maximum}. */
    maximum(other: Tensor): Tensor
    /** See {@link minimum}. */
    minimum(other: Tensor): Tensor
    /** See {@link eq}. */
    eq(other: Tensor | Scalar): Tensor
    /** See {@link ne}. */
    ne(other: Tensor | Scalar): Tensor
    /** See {@link lt}. */
    lt(other: Tensor | Scalar): Tensor
    /** See {@link le}. */
    le(other: Tensor | Scalar): Tensor
    /** See {@link gt}. */
    gt(other: Tensor | Scalar): Tensor
    /** See {@link ge}. */
    ge(other: Tensor | Scalar): Tensor
    /** See {@link equal}. */
    equal(other: Tensor): boolean
    /** See {@link allclose}. */
    allclose(
      other: Tensor,
      options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined },
    ): boolean
    /** See {@link isclose}. */
    isclose(
      other: Tensor,
      options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined },
    ): Tensor
    /** See {@link logicalAnd}. */
    logicalAnd(other: Tensor): Tensor
    /** See {@link logicalOr}. */
    logicalOr(other: Tensor): Tensor
    /** See {@link logicalXor}. */
    logicalXor(other: Tensor): Tensor
    /** See {@link logicalNot}. */
    logicalNot(): Tensor
    /** See {@link bitwiseAnd}. */
    bitwiseAnd(other: Tensor | Scalar): Tensor
    /** See {@link bitwiseOr}. */
    bitwiseOr(other: Tensor | Scalar): Tensor
    /** See {@link bitwiseXor}. */
    bitwiseXor(other: Tensor | Scalar): Tensor
    /** See {@link bitwiseNot}. */
    bitwiseNot(): Tensor
    /** See {@link where}. */
    where(self: Tensor | Scalar, other: Tensor | Scalar): Tensor
    /** See {@link lerp}. */
    lerp(end: Tensor, weight: Scalar | Tensor): Tensor
    /** See {@link lerp_}. */
    lerp_(end: Tensor, weight: Scalar | Tensor): Tensor
    /** See {@link addcmul}. */
    addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor
    /** See {@link addcmul_}. */
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor
    /** See {@link addcdiv}. */
    addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor
    /** See {@link addcdiv_}. */
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor
    /** See {@link neg}. */
    neg(): Tensor
    /** See {@link neg_}. */
    neg_(): Tensor
    /** See {@link abs}. */
    abs(): Tensor
    /** See {@link abs_}. */
    abs_(): Tensor
    /** See {@link sign}. */
    sign(): Tensor
    /** See {@link exp}. */
    exp(): Tensor
    /** See {@link exp_}. */
    exp_(): Tensor
    /** See {@link exp2}. */
    exp2(): Tensor
    /** See {@link expm1}. */
    expm1(): Tensor
    /** See {@link log}. */
    log(): Tensor
    /** See {@link log1p}. */
    log1p(): Tensor
    /** See {@link log2}. */
    log2(): Tensor
    /** See {@link log10}. */
    log10(): Tensor
    /** See {@link log_}. */
    log_(): Tensor
    /** See {@link sqrt}. */
    sqrt(): Tensor
    /** See {@link sqrt_}. */
    sqrt_(): Tensor
    /** See {@link rsqrt}. */
    rsqrt(): Tensor
    /** See {@link square}. */
    square(): Tensor
    /** See {@link reciprocal}. */
    reciprocal(): Tensor
    /** See {@link sin}. */
    sin(): Tensor
    /** See {@link cos}. */
    cos(): Tensor
    /** See {@link tan}. */
    tan(): Tensor
    /** See {@link asin}. */
    asin(): Tensor
    /** See {@link acos}. */
    acos(): Tensor
    /** See {@link atan}. */
    atan(): Tensor
    /** See {@link sinh}. */
    sinh(): Tensor
    /** See {@link cosh}. */
    cosh(): Tensor
    /** See {@link tanh}. */
    tanh(): Tensor
    /** See {@link tanh_}. */
    tanh_(): Tensor
    /** See {@link sigmoid}. */
    sigmoid(): Tensor
    /** See {@link sigmoid_}. */
    sigmoid_(): Tensor
    /** See {@link erf}. */
    erf(): Tensor
    /** See {@link erfinv}. */
    erfinv(): Tensor
    /** See {@link lgamma}. */
    lgamma(): Tensor
    /** See {@link digamma}. */
    digamma(): Tensor
    /** See {@link sinc}. */
    sinc(): Tensor
    /** See {@link i0}. */
    i0(): Tensor
    /** See {@link specialBesselJ1}. */
    specialBesselJ1(): Tensor
    /** See {@link xlogy}. */
    xlogy(other: Tensor): Tensor
    /** See {@link floor}. */
    floor(): Tensor
    /** See {@link ceil}. */
    ceil(): Tensor
    /** See {@link round}. */
    round(): Tensor
    /** See {@link trunc}. */
    trunc(): Tensor
    /** See {@link frac}. */
    frac(): Tensor
    /** See {@link isfinite}. */
    isfinite(): Tensor
    /** See {@link isnan}. */
    isnan(): Tensor
    /** See {@link isinf}. */
    isinf(): Tensor
    /** See {@link nanToNum}. */
    nanToNum(options?: {
      nan?: number | null | undefined
      posinf?: number | null | undefined
      neginf?: number | null | undefined
    }): Tensor
    /** See {@link clamp}. */
    clamp(options?: {
      min?: Scalar | null | Tensor | null | undefined
      max?: Scalar | null | Tensor | null | undefined
    }): Tensor
    /** See {@link clamp_}. */
    clamp_(options?: {
      min?: Scalar | null | Tensor | null | undefined
      max?: Scalar | null | Tensor | null | undefined
    }): Tensor
    /** See {@link clampMin}. */
    clampMin(min: Scalar | Tensor): Tensor
    /** See {@link clampMax}. */
    clampMax(max: Scalar | Tensor): Tensor
    /** See {@link relu}. */
    relu(): Tensor
    /** See {@link relu_}. */
    relu_(): Tensor
    /** See {@link leakyRelu}. */
    leakyRelu(negativeSlope?: Scalar | undefined): Tensor
    /** See {@link leakyRelu_}. */
    leakyRelu_(negativeSlope?: Scalar | undefined): Tensor
    /** See {@link elu}. */
    elu(options?: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor
    /** See {@link gelu}. */
    gelu(options?: { approximate?: string | undefined }): Tensor
    /** See {@link silu}. */
    silu(): Tensor
    /** See {@link selu}. */
    selu(): Tensor
    /** See {@link mish}. */
    mish(): Tensor
    /** See {@link softplus}. */
    softplus(options?: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor
    /** See {@link hardtanh}. */
    hardtanh(options?: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor
    /** See {@link hardsigmoid}. */
    hardsigmoid(): Tensor
    /** See {@link hardswish}. */
    hardswish(): Tensor
    /** See {@link relu6}. */
    relu6(): Tensor
    /** See {@link celu}. */
    celu(alpha?: Scalar | undefined): Tensor
    /** See {@link logSigmoid}. */
    logSigmoid(): Tensor
    /** See {@link prelu}. */
    prelu(weight: Tensor): Tensor
    /** See {@link glu}. */
    glu(dim?: number | undefined): Tensor
    /** See {@link softmax}. */
    softmax(dim: number, dtype?: DType | null | undefined): Tensor
    /** See {@link logSoftmax}. */
    logSoftmax(dim: number, dtype?: DType | null | undefined): Tensor
    /** See {@link sum}. */
    sum(
      dim?: readonly number[] | number | null | undefined,
      options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
    ): Tensor
    /** See {@link mean}. */
    mean(
      dim?: readonly number[] | number | null | undefined,
      options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
    ): Tensor
    /** See {@link prod}. */
    prod(options?: { dtype?: DType | null | undefined }): Tensor
    /** See {@link nansum}. */
    nansum(
      dim?: readonly number[] | number | null | undefined,
      options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
    ): Tensor
    /** See {@link nanmean}. */
    nanmean(
      dim?: readonly number[] | number | null | undefined,
      options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined },
    ): Tensor
    /** See {@link std}. */
    std(
      dim?: readonly number[] | number | null | undefined,
      options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
    ): Tensor
    /** See {@link variance}. */
    variance(
      dim?: readonly number[] | number | null | undefined,
      options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
    ): Tensor
    /** See {@link stdMean}. */
    stdMean(
      dim?: readonly number[] | number | null | undefined,
      options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
    ): [Tensor, Tensor]
    /** See {@link varMean}. */
    varMean(
      dim?: readonly number[] | number | null | undefined,
      options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined },
    ): [Tensor, Tensor]
    /** See {@link amax}. */
    amax(dim?: readonly number[] | number | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link amin}. */
    amin(dim?: readonly number[] | number | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link aminmax}. */
    aminmax(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor]
    /** See {@link max}. */
    max(): Tensor
    /** See {@link min}. */
    min(): Tensor
    /** See {@link maxDim}. */
    maxDim(dim: number, keepdim?: boolean | undefined): [Tensor, Tensor]
    /** See {@link minDim}. */
    minDim(dim: number, keepdim?: boolean | undefined): [Tensor, Tensor]
    /** See {@link argmax}. */
    argmax(dim?: number | null | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link argmin}. */
    argmin(dim?: number | null | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link all}. */
    all(dim?: readonly number[] | null | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link any}. */
    any(dim?: readonly number[] | null | undefined, keepdim?: boolean | undefined): Tensor
    /** See {@link median}. */
    median(): Tensor
    /** See {@link quantile}. */
    quantile(
      q: number | Tensor,
      dim?: number | null | undefined,
      options?: { keepdim?: boolean | undefined; interpolation?: string | undefined },
    ): Tensor
    /** See {@link logsumexp}. */
    logsumexp(dim: readonly number[] | number, keepdim?: boolean | undefined): Tensor
    /** See {@link cumsum}. */
    cumsum(dim: number, options?: { dtype?: DType | null | undefined }): Tensor
    /** See {@link cumprod}. */
    cumprod(dim: number, options?: { dtype?: DType | null | undefined }): Tensor
    /** See {@link cummax}. */
    cummax(dim: number): [Tensor, Tensor]
    /** See {@link sort}. */
    sort(dim?: number | undefined, descending?: boolean | undefined): [Tensor, Tensor]
    /** See {@link argsort}. */
    argsort(dim?: number | undefined, descending?: boolean | undefined): Tensor
    /** See {@link topk}. */
    topk(
      k: number,
      dim?: number | undefined,
      options?: { largest?: boolean | undefined; sorted?: boolean | undefined },
    ): [Tensor, Tensor]
    /** See {@link kthvalue}. */
    kthvalue(k: number, dim?: number | undefined, keepdim?: boolean | undefined): [Tensor, Tensor]
    /** See {@link linalgVectorNorm}. */
    linalgVectorNorm(options?: {
      ord?: Scalar | undefined
      dim?: readonly number[] | number | null | undefined
      keepdim?: boolean | undefined
      dtype?: DType | null | undefined
    }): Tensor
    /** See {@link linalgNorm}. */
    linalgNorm(options?: {
      ord?: Scalar | null | undefined
      dim?: readonly number[] | number | null | undefined
      keepdim?: boolean | undefined
      dtype?: DType | null | undefined
    }): Tensor
    /** See {@link linalgEigh}. */
    linalgEigh(UPLO?: string | undefined): [Tensor, Tensor]
    /** See {@link linalgSvd}. */
    linalgSvd(options?: {
      fullMatrices?: boolean | undefined
      driver?: string | null | undefined
    }): [Tensor, Tensor, Tensor]
    /** See {@link linalgQr}. */
    linalgQr(mode?: string | undefined): [Tensor, Tensor]
    /** See {@link linalgCholeskyEx}. */
    linalgCholeskyEx(options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor]
    /** See {@link linalgSolve}. */
    linalgSolve(B: Tensor, options?: { left?: boolean | undefined }): Tensor
    /** See {@link linalgInv}. */
    linalgInv(): Tensor
    /** See {@link linalgDet}. */
    linalgDet(): Tensor
    /** See {@link normBy}. */
    normBy(options: {
      p?: Scalar | null | undefined
      dim: readonly number[] | number
      keepdim: boolean
      dtype: DType
    }): Tensor
    /** See {@link bincount}. */
    bincount(options?: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor
    /** See {@link histc}. */
    histc(options?: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor
    /** See {@link unique2}. */
    unique2(options?: {
      sorted?: boolean | undefined
      returnInverse?: boolean | undefined
      returnCounts?: boolean | undefined
    }): [Tensor, Tensor, Tensor]
    /** See {@link countNonzero}. */
    countNonzero(dim: readonly number[]): Tensor
    /** See {@link nonzero}. */
    nonzero(): Tensor
    /** See {@link searchsorted}. */
    searchsorted(
      self: Tensor | Scalar,
      options?: {
        outInt32?: boolean | undefined
        right?: boolean | undefined
        side?: string | null | undefined
        sorter?: Tensor | null | undefined
      },
    ): Tensor
    /** See {@link bucketize}. */
    bucketize(boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor
    /** See {@link maskedSelect}. */
    maskedSelect(mask: Tensor): Tensor
    /** See {@link reshape}. */
    reshape(shape: readonly number[]): Tensor
    /** See {@link view}. */
    view(size: readonly number[]): Tensor
    /** See {@link viewAs}. */
    viewAs(other: Tensor): Tensor
    /** See {@link permute}. */
    permute(dims: readonly number[]): Tensor
    /** See {@link transpose}. */
    transpose(dim0: number, dim1: number): Tensor
    /** See {@link transpose_}. */
    transpose_(dim0: number, dim1: number): Tensor
    /** See {@link t}. */
    t(): Tensor
    /** See {@link squeeze}. */
    squeeze(): Tensor
    /** See {@link squeezeDims}. */
    squeezeDims(dim: readonly number[]): Tensor
    /** See {@link unsqueeze}. */
    unsqueeze(dim: number): Tensor
    /** See {@link squeeze_}. */
    squeeze_(): Tensor
    /** See {@link unsqueeze_}. */
    unsqueeze_(dim: number): Tensor
    /** See {@link expand}. */
    expand(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor
    /** See {@link expandAs}. */
    expandAs(other: Tensor): Tensor
    /** See {@link broadcastTo}. */
    broadcastTo(size: readonly number[]): Tensor
    /** See {@link flatten}. */
    flatten(startDim?: number | undefined, endDim?: number | undefined): Tensor
    /** See {@link unflatten}. */
    unflatten(dim: number, sizes: readonly number[]): Tensor
    /** See {@link narrow}. */
    narrow(dim: number, start: number, length: number): Tensor
    /** See {@link select}. */
    select(dim: number, index: number): Tensor
    /** See {@link slice}. */
    slice(
      dim?: number | undefined,
      start?: number | null | undefined,
      end?: number | null | undefined,
      step?: number | undefined,
    ): Tensor
    /** See {@link index}. */
    index(indices: readonly (Tensor | null)[]): Tensor
    /** See {@link indexPut}. */
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean | undefined): Tensor
    /** See {@link indexPut_}. */
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean | undefined): Tensor
    /** See {@link indexSelect}. */
    indexSelect(dim: number, index: Tensor): Tensor
    /** See {@link indexAdd}. */
    indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor
    /** See {@link indexCopy}. */
    indexCopy(dim: number, index: Tensor, source: Tensor): Tensor
    /** See {@link indexFill}. */
    indexFill(dim: number, index: Tensor, value: Tensor | Scalar): Tensor
    /** See {@link gather}. */
    gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor
    /** See {@link scatter}. */
    scatter(dim: number, index: Tensor, src: Tensor | Scalar): Tensor
    /** See {@link scatter_}. */
    scatter_(dim: number, index: Tensor, src: Tensor | Scalar): Tensor
    /** See {@link scatterAdd}. */
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor
    /** See {@link scatterReduce}. */
    scatterReduce(
      dim: number,
      options: { index: Tensor; src: Tensor; reduce: string; includeSelf?: boolean | undefined },
    ): Tensor
    /** See {@link maskedFill}. */
    maskedFill(mask: Tensor, value: Tensor | Scalar): Tensor
    /** See {@link maskedFill_}. */
    maskedFill_(mask: Tensor, value: Tensor | Scalar): Tensor
    /** See {@link split}. */
    split(splitSize: number, dim?: number | undefined): Tensor[]
    /** See {@link splitSizes}. */
    splitSizes(splitSize: readonly number[], dim?: number | undefined): Tensor[]
    /** See {@link chunk}. */
    chunk(chunks: number, dim?: number | undefined): Tensor[]
    /** See {@link unbind}. */
    unbind(dim?: number | undefined): Tensor[]
    /** See {@link repeat}. */
    repeat(repeats: readonly number[]): Tensor
    /** See {@link repeatInterleave}. */
    repeatInterleave(
      repeats: number,
      dim?: number | null | undefined,
      options?: { outputSize?: number | null | undefined },
    ): Tensor
    /** See {@link tile}. */
    tile(dims: readonly number[]): Tensor
    /** See {@link flip}. */
    flip(dims: readonly number[]): Tensor
    /** See {@link roll}. */
    roll(shifts: readonly number[] | number, dims?: readonly number[] | number | undefined): Tensor
    /** See {@link rot90}. */
    rot90(options?: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor
    /** See {@link movedim}. */
    movedim(source: number, destination: number): Tensor
    /** See {@link unfold}. */
    unfold(dimension: number, size: number, step: number): Tensor
    /** See {@link im2col}. */
    im2col(options: {
      kernelSize: readonly number[] | number
      dilation: readonly number[] | number
      padding: readonly number[] | number
      stride: readonly number[] | number
    }): Tensor
    /** See {@link col2im}. */
    col2im(options: {
      outputSize: readonly number[] | number
      kernelSize: readonly number[] | number
      dilation: readonly number[] | number
      padding: readonly number[] | number
      stride: readonly number[] | number
    }): Tensor
    /** See {@link tril}. */
    tril(diagonal?: number | undefined): Tensor
    /** See {@link triu}. */
    triu(diagonal?: number | undefined): Tensor
    /** See {@link diag}. */
    diag(diagonal?: number | undefined): Tensor
    /** See {@link diagonal}. */
    diagonal(options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor
    /** See {@link diagEmbed}. */
    diagEmbed(options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor
    /** See {@link trace}. */
    trace(): Tensor
    /** See {@link pixelShuffle}. */
    pixelShuffle(upscaleFactor: number): Tensor
    /** See {@link pixelUnshuffle}. */
    pixelUnshuffle(downscaleFactor: number): Tensor
    /** See {@link contiguous}. */
    contiguous(options?: { memoryFormat?: MemoryFormat | undefined }): Tensor
    /** See {@link clone}. */
    clone(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor
    /** See {@link detach}. */
    detach(): Tensor
    /** See {@link detach_}. */
    detach_(): Tensor
    /** See {@link viewAsReal}. */
    viewAsReal(): Tensor
    /** See {@link viewAsComplex}. */
    viewAsComplex(): Tensor
    /** See {@link viewDtype}. */
    viewDtype(dtype: DType): Tensor
    /** See {@link alias}. */
    alias(): Tensor
    /** See {@link matmul}. */
    matmul(other: Tensor): Tensor
    /** See {@link mm}. */
    mm(mat2: Tensor): Tensor
    /** See {@link bmm}. */
    bmm(mat2: Tensor): Tensor
    /** See {@link mv}. */
    mv(vec: Tensor): Tensor
    /** See {@link dot}. */
    dot(tensor: Tensor): Tensor
    /** See {@link outer}. */
    outer(vec2: Tensor): Tensor
    /** See {@link addmm}. */
    addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor
    /** See {@link baddbmm}. */
    baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor
    /** See {@link linear}. */
    linear(weight: Tensor, bias?: Tensor | null | undefined): Tensor
    /** See {@link cdist}. */
    cdist(x2: Tensor, options?: { p?: number | undefined; computeMode?: number | null | undefined }): Tensor
    /** See {@link tensordot}. */
    tensordot(other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor
    /** See {@link fftRfft}. */
    fftRfft(options?: {
      n?: number | null | undefined
      dim?: number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftIrfft}. */
    fftIrfft(options?: {
      n?: number | null | undefined
      dim?: number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftRfft2}. */
    fftRfft2(options?: {
      s?: readonly number[] | number | null | undefined
      dim?: readonly number[] | number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftIrfft2}. */
    fftIrfft2(options?: {
      s?: readonly number[] | number | null | undefined
      dim?: readonly number[] | number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftFft2}. */
    fftFft2(options?: {
      s?: readonly number[] | number | null | undefined
      dim?: readonly number[] | number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftIfft2}. */
    fftIfft2(options?: {
      s?: readonly number[] | number | null | undefined
      dim?: readonly number[] | number | undefined
      norm?: string | null | undefined
    }): Tensor
    /** See {@link fftFftshift}. */
    fftFftshift(dim?: readonly number[] | number | null | undefined): Tensor
    /** See {@link fftIfftshift}. */
    fftIfftshift(dim?: readonly number[] | number | null | undefined): Tensor
    /** See {@link conv1d}. */
    conv1d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        groups?: number | undefined
      },
    ): Tensor
    /** See {@link conv2d}. */
    conv2d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        groups?: number | undefined
      },
    ): Tensor
    /** See {@link conv3d}. */
    conv3d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        groups?: number | undefined
      },
    ): Tensor
    /** See {@link convTranspose1d}. */
    convTranspose1d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        outputPadding?: readonly number[] | number | undefined
        groups?: number | undefined
        dilation?: readonly number[] | number | undefined
      },
    ): Tensor
    /** See {@link convTranspose2d}. */
    convTranspose2d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        outputPadding?: readonly number[] | number | undefined
        groups?: number | undefined
        dilation?: readonly number[] | number | undefined
      },
    ): Tensor
    /** See {@link convTranspose3d}. */
    convTranspose3d(
      weight: Tensor,
      options?: {
        bias?: Tensor | null | undefined
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        outputPadding?: readonly number[] | number | undefined
        groups?: number | undefined
        dilation?: readonly number[] | number | undefined
      },
    ): Tensor
    /** See {@link batchNorm}. */
    batchNorm(options: {
      weight?: Tensor | null | undefined
      bias?: Tensor | null | undefined
      runningMean?: Tensor | null | undefined
      runningVar?: Tensor | null | undefined
      training: boolean
      momentum: number
      eps: number
      cudnnEnabled: boolean
    }): Tensor
    /** See {@link instanceNorm}. */
    instanceNorm(options: {
      weight?: Tensor | null | undefined
      bias?: Tensor | null | undefined
      runningMean?: Tensor | null | undefined
      runningVar?: Tensor | null | undefined
      useInputStats: boolean
      momentum: number
      eps: number
      cudnnEnabled: boolean
    }): Tensor
    /** See {@link groupNorm}. */
    groupNorm(
      numGroups: number,
      options?: {
        weight?: Tensor | null | undefined
        bias?: Tensor | null | undefined
        eps?: number | undefined
        cudnnEnabled?: boolean | undefined
      },
    ): Tensor
    /** See {@link layerNorm}. */
    layerNorm(
      normalizedShape: readonly number[],
      options?: {
        weight?: Tensor | null | undefined
        bias?: Tensor | null | undefined
        eps?: number | undefined
        cudnnEnable?: boolean | undefined
      },
    ): Tensor
    /** See {@link rmsNorm}. */
    rmsNorm(
      normalizedShape: readonly number[],
      options?: { weight?: Tensor | null | undefined; eps?: number | null | undefined },
    ): Tensor
    /** See {@link embedding}. */
    embedding(
      indices: Tensor,
      options?: {
        paddingIdx?: number | undefined
        scaleGradByFreq?: boolean | undefined
        sparse?: boolean | undefined
      },
    ): Tensor
    /** See {@link oneHot}. */
    oneHot(numClasses?: number | undefined): Tensor
    /** See {@link dropout}. */
    dropout(p: number, train: boolean): Tensor
    /** See {@link dropout_}. */
    dropout_(p: number, train: boolean): Tensor
    /** See {@link featureDropout}. */
    featureDropout(p: number, train: boolean): Tensor
    /** See {@link alphaDropout}. */
    alphaDropout(p: number, train: boolean): Tensor
    /** See {@link pad}. */
    pad(pad: readonly number[], mode?: string | undefined, value?: number | null | undefined): Tensor
    /** See {@link reflectionPad2d}. */
    reflectionPad2d(padding: readonly number[] | number): Tensor
    /** See {@link replicationPad2d}. */
    replicationPad2d(padding: readonly number[] | number): Tensor
    /** See {@link constantPadNd}. */
    constantPadNd(pad: readonly number[], value?: Scalar | undefined): Tensor
    /** See {@link avgPool2d}. */
    avgPool2d(
      kernelSize: readonly number[] | number,
      options?: {
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        ceilMode?: boolean | undefined
        countIncludePad?: boolean | undefined
        divisorOverride?: number | null | undefined
      },
    ): Tensor
    /** See {@link maxPool2d}. */
    maxPool2d(
      kernelSize: readonly number[] | number,
      options?: {
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        ceilMode?: boolean | undefined
      },
    ): Tensor
    /** See {@link maxPool2dWithIndices}. */
    maxPool2dWithIndices(
      kernelSize: readonly number[] | number,
      options?: {
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        ceilMode?: boolean | undefined
      },
    ): [Tensor, Tensor]
    /** See {@link adaptiveAvgPool2d}. */
    adaptiveAvgPool2d(outputSize: readonly number[] | number): Tensor
    /** See {@link adaptiveMaxPool2d}. */
    adaptiveMaxPool2d(outputSize: readonly number[] | number): [Tensor, Tensor]
    /** See {@link avgPool1d}. */
    avgPool1d(
      kernelSize: readonly number[] | number,
      options?: {
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        ceilMode?: boolean | undefined
        countIncludePad?: boolean | undefined
      },
    ): Tensor
    /** See {@link maxPool1d}. */
    maxPool1d(
      kernelSize: readonly number[] | number,
      options?: {
        stride?: readonly number[] | number | undefined
        padding?: readonly number[] | number | undefined
        dilation?: readonly number[] | number | undefined
        ceilMode?: boolean | undefined
      },
    ): Tensor
    /** See {@link adaptiveAvgPool1d}. */
    adaptiveAvgPool1d(outputSize: readonly number[] | number): Tensor
    /** See {@link upsampleNearest2d}. */
    upsampleNearest2d(
      outputSize: readonly number[] | number,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link upsampleNearest2dBy}. */
    upsampleNearest2dBy(options?: {
      outputSize?: readonly number[] | null | undefined
      scaleFactors?: readonly number[] | null | undefined
    }): Tensor
    /** See {@link upsampleBilinear2d}. */
    upsampleBilinear2d(
      outputSize: readonly number[] | number,
      alignCorners: boolean,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link upsampleBilinear2dBy}. */
    upsampleBilinear2dBy(options: {
      outputSize?: readonly number[] | null | undefined
      alignCorners: boolean
      scaleFactors?: readonly number[] | null | undefined
    }): Tensor
    /** See {@link upsampleBicubic2d}. */
    upsampleBicubic2d(
      outputSize: readonly number[] | number,
      alignCorners: boolean,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link upsampleNearestExact2d}. */
    upsampleNearestExact2d(
      outputSize: readonly number[] | number,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link upsampleBilinear2dAa}. */
    upsampleBilinear2dAa(
      outputSize: readonly number[] | number,
      alignCorners: boolean,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link upsampleBicubic2dAa}. */
    upsampleBicubic2dAa(
      outputSize: readonly number[] | number,
      alignCorners: boolean,
      options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined },
    ): Tensor
    /** See {@link gridSampler}. */
    gridSampler(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor
    /** See {@link affineGridGenerator}. */
    affineGridGenerator(size: readonly number[], alignCorners: boolean): Tensor
    /** See {@link scaledDotProductAttention}. */
    scaledDotProductAttention(
      key: Tensor,
      value: Tensor,
      options?: {
        attnMask?: Tensor | null | undefined
        dropoutP?: number | undefined
        isCausal?: boolean | undefined
        scale?: number | null | undefined
        enableGqa?: boolean | undefined
      },
    ): Tensor
    /** See {@link binaryCrossEntropy}. */
    binaryCrossEntropy(target: Tensor, weight?: Tensor | null | undefined, reduction?: number | undefined): Tensor
    /** See {@link binaryCrossEntropyWithLogits}. */
    binaryCrossEntropyWithLogits(
      target: Tensor,
      options?: {
        weight?: Tensor | null | undefined
        posWeight?: Tensor | null | undefined
        reduction?: number | undefined
      },
    ): Tensor
    /** See {@link mseLoss}. */
    mseLoss(target: Tensor, reduction?: number | undefined): Tensor
    /** See {@link l1Loss}. */
    l1Loss(target: Tensor, reduction?: number | undefined): Tensor
    /** See {@link smoothL1Loss}. */
    smoothL1Loss(target: Tensor, options?: { reduction?: number | undefined; beta?: number | undefined }): Tensor
    /** See {@link huberLoss}. */
    huberLoss(target: Tensor, options?: { reduction?: number | undefined; delta?: number | undefined }): Tensor
    /** See {@link nllLoss}. */
    nllLoss(
      target: Tensor,
      options?: {
        weight?: Tensor | null | undefined
        reduction?: number | undefined
        ignoreIndex?: number | undefined
      },
    ): Tensor
    /** See {@link crossEntropyLoss}. */
    crossEntropyLoss(
      target: Tensor,
      options?: {
        weight?: Tensor | null | undefined
        reduction?: number | undefined
        ignoreIndex?: number | undefined
        labelSmoothing?: number | undefined
      },
    ): Tensor
    /** See {@link klDiv}. */
    klDiv(target: Tensor, options?: { reduction?: number | undefined; logTarget?: boolean | undefined }): Tensor
    /** See {@link cosineSimilarity}. */
    cosineSimilarity(x2: Tensor, dim?: number | undefined, eps?: number | undefined): Tensor
    /** See {@link zerosLike}. */
    zerosLike(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link onesLike}. */
    onesLike(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link fullLike}. */
    fullLike(
      fillValue: Scalar,
      options?: {
        dtype?: DType | null | undefined
        layout?: Layout | null | undefined
        device?: string | null | undefined
        pinMemory?: boolean | null | undefined
        memoryFormat?: MemoryFormat | null | undefined
      },
    ): Tensor
    /** See {@link emptyLike}. */
    emptyLike(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link randLike}. */
    randLike(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link randnLike}. */
    randnLike(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link bernoulli}. */
    bernoulli(options?: { generator?: Generator | null | undefined }): Tensor
    /** See {@link bernoulliOf}. */
    bernoulliOf(p: number, options?: { generator?: Generator | null | undefined }): Tensor
    /** See {@link multinomial}. */
    multinomial(
      numSamples: number,
      options?: { replacement?: boolean | undefined; generator?: Generator | null | undefined },
    ): Tensor
    /** See {@link normal_}. */
    normal_(
      mean?: number | undefined,
      std?: number | undefined,
      options?: { generator?: Generator | null | undefined },
    ): Tensor
    /** See {@link uniform_}. */
    uniform_(
      from?: number | undefined,
      to?: number | undefined,
      options?: { generator?: Generator | null | undefined },
    ): Tensor
    /** See {@link bernoulli_}. */
    bernoulli_(options?: { p?: number | Tensor | undefined; generator?: Generator | null | undefined }): Tensor
    /** See {@link exponential_}. */
    exponential_(options?: { lambd?: number | undefined; generator?: Generator | null | undefined }): Tensor
    /** See {@link random_}. */
    random_(options?: { generator?: Generator | null | undefined }): Tensor
    /** See {@link zero_}. */
    zero_(): Tensor
    /** See {@link fill_}. */
    fill_(value: Tensor | Scalar): Tensor
    /** See {@link copy_}. */
    copy_(src: Tensor, nonBlocking?: boolean | undefined): Tensor
    /** See {@link resize_}. */
    resize_(size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor
    /** See {@link set_}. */
    set_(source: Tensor): Tensor
    /** See {@link toCopy}. */
    toCopy(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      nonBlocking?: boolean | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link toOptions}. */
    toOptions(options?: {
      dtype?: DType | null | undefined
      layout?: Layout | null | undefined
      device?: string | null | undefined
      pinMemory?: boolean | null | undefined
      nonBlocking?: boolean | undefined
      copy?: boolean | undefined
      memoryFormat?: MemoryFormat | null | undefined
    }): Tensor
    /** See {@link pinMemory}. */
    pinMemory(device?: string | null | undefined): Tensor
    /** See {@link isPinned}. */
    isPinned(device?: string | null | undefined): boolean
    /** See {@link recordStream}. */
    recordStream(s: number): void
    /** See {@link ampUpdateScale_}. */
    ampUpdateScale_(
      growthTracker: Tensor,
      foundInf: Tensor,
      scaleGrowthFactor: number,
      scaleBackoffFactor: number,
      growthInterval: number,
    ): Tensor
  }
}

Tensor.prototype.add = function (other, options) {
  return add(this, other, options)
}

Tensor.prototype.add_ = function (other, options) {
  return add_(this, other, options)
}

Tensor.prototype.sub = function (other, options) {
  return sub(this, other, options)
}

Tensor.prototype.sub_ = function (other, options) {
  return sub_(this, other, options)
}

Tensor.prototype.mul = function (other) {
  return mul(this, other)
}

Tensor.prototype.mul_ = function (other) {
  return mul_(this, other)
}

Tensor.prototype.div = function (other) {
  return div(this, other)
}

Tensor.prototype.div_ = function (other) {
  return div_(this, other)
}

Tensor.prototype.rsub = function (other, options) {
  return rsub(this, other, options)
}

Tensor.prototype.remainder = function (other) {
  return remainder(this, other)
}

Tensor.prototype.fmod = function (other) {
  return fmod(this, other)
}

Tensor.prototype.floorDivide = function (other) {
  return floorDivide(this, other)
}

Tensor.prototype.pow = function (exponent) {
  return pow(this, exponent)
}

Tensor.prototype.atan2 = function (other) {
  return atan2(this, other)
}

Tensor.prototype.maximum = function (other) {
  return maximum(this, other)
}

Tensor.prototype.minimum = function (other) {
  return minimum(this, other)
}

Tensor.prototype.eq = function (other) {
  return eq(this, other)
}

Tensor.prototype.ne = function (other) {
  return ne(this, other)
}

Tensor.prototype.lt = function (other) {
  return lt(this, other)
}

Tensor.prototype.le = function (other) {
  return le(this, other)
}

Tensor.prototype.gt = function (other) {
  return gt(this, other)
}

Tensor.prototype.ge = function (other) {
  return ge(this, other)
}

Tensor.prototype.equal = function (other) {
  return equal(this, other)
}

Tensor.prototype.allclose = function (other, options) {
  return allclose(this, other, options)
}

Tensor.prototype.isclose = function (other, options) {
  return isclose(this, other, options)
}

Tensor.prototype.logicalAnd = function (other) {
  return logicalAnd(this, other)
}

Tensor.prototype.logicalOr = function (other) {
  return logicalOr(this, other)
}

Tensor.prototype.logicalXor = function (other) {
  return logicalXor(this, other)
}

Tensor.prototype.logicalNot = function () {
  return logicalNot(this)
}

Tensor.prototype.bitwiseAnd = function (other) {
  return bitwiseAnd(this, other)
}

Tensor.prototype.bitwiseOr = function (other) {
  return bitwiseOr(this, other)
}

Tensor.prototype.bitwiseXor = function (other) {
  return bitwiseXor(this, other)
}

Tensor.prototype.bitwiseNot = function () {
  return bitwiseNot(this)
}

Tensor.prototype.where = function (self, other) {
  return where(this, self, other)
}

Tensor.prototype.lerp = function (end, weight) {
  return lerp(this, end, weight)
}

Tensor.prototype.lerp_ = function (end, weight) {
  return lerp_(this, end, weight)
}

Tensor.prototype.addcmul = function (tensor1, tensor2, options) {
  return addcmul(this, tensor1, tensor2, options)
}

Tensor.prototype.addcmul_ = function (tensor1, tensor2, options) {
  return addcmul_(this, tensor1, tensor2, options)
}

Tensor.prototype.addcdiv = function (tensor1, tensor2, options) {
  return addcdiv(this, tensor1, tensor2, options)
}

Tensor.prototype.addcdiv_ = function (tensor1, tensor2, options) {
  return addcdiv_(this, tensor1, tensor2, options)
}

Tensor.prototype.neg = function () {
  return neg(this)
}

Tensor.prototype.neg_ = function () {
  return neg_(this)
}

Tensor.prototype.abs = function () {
  return abs(this)
}

Tensor.prototype.abs_ = function () {
  return abs_(this)
}

Tensor.prototype.sign = function () {
  return sign(this)
}

Tensor.prototype.exp = function () {
  return exp(this)
}

Tensor.prototype.exp_ = function () {
  return exp_(this)
}

Tensor.prototype.exp2 = function () {
  return exp2(this)
}

Tensor.prototype.expm1 = function () {
  return expm1(this)
}

Tensor.prototype.log = function () {
  return log(this)
}

Tensor.prototype.log1p = function () {
  return log1p(this)
}

Tensor.prototype.log2 = function () {
  return log2(this)
}

Tensor.prototype.log10 = function () {
  return log10(this)
}

Tensor.prototype.log_ = function () {
  return log_(this)
}

Tensor.prototype.sqrt = function () {
  return sqrt(this)
}

Tensor.prototype.sqrt_ = function () {
  return sqrt_(this)
}

Tensor.prototype.rsqrt = function () {
  return rsqrt(this)
}

Tensor.prototype.square = function () {
  return square(this)
}

Tensor.prototype.reciprocal = function () {
  return reciprocal(this)
}

Tensor.prototype.sin = function () {
  return sin(this)
}

Tensor.prototype.cos = function () {
  return cos(this)
}

Tensor.prototype.tan = function () {
  return tan(this)
}

Tensor.prototype.asin = function () {
  return asin(this)
}

Tensor.prototype.acos = function () {
  return acos(this)
}

Tensor.prototype.atan = function () {
  return atan(this)
}

Tensor.prototype.sinh = function () {
  return sinh(this)
}

Tensor.prototype.cosh = function () {
  return cosh(this)
}

Tensor.prototype.tanh = function () {
  return tanh(this)
}

Tensor.prototype.tanh_ = function () {
  return tanh_(this)
}

Tensor.prototype.sigmoid = function () {
  return sigmoid(this)
}

Tensor.prototype.sigmoid_ = function () {
  return sigmoid_(this)
}

Tensor.prototype.erf = function () {
  return erf(this)
}

Tensor.prototype.erfinv = function () {
  return erfinv(this)
}

Tensor.prototype.lgamma = function () {
  return lgamma(this)
}

Tensor.prototype.digamma = function () {
  return digamma(this)
}

Tensor.prototype.sinc = function () {
  return sinc(this)
}

Tensor.prototype.i0 = function () {
  return i0(this)
}

Tensor.prototype.specialBesselJ1 = function () {
  return specialBesselJ1(this)
}

Tensor.prototype.xlogy = function (other) {
  return xlogy(this, other)
}

Tensor.prototype.floor = function () {
  return floor(this)
}

Tensor.prototype.ceil = function () {
  return ceil(this)
}

Tensor.prototype.round = function () {
  return round(this)
}

Tensor.prototype.trunc = function () {
  return trunc(this)
}

Tensor.prototype.frac = function () {
  return frac(this)
}

Tensor.prototype.isfinite = function () {
  return isfinite(this)
}

Tensor.prototype.isnan = function () {
  return isnan(this)
}

Tensor.prototype.isinf = function () {
  return isinf(this)
}

Tensor.prototype.nanToNum = function (options) {
  return nanToNum(this, options)
}

Tensor.prototype.clamp = function (options) {
  return clamp(this, options)
}

Tensor.prototype.clamp_ = function (options) {
  return clamp_(this, options)
}

Tensor.prototype.clampMin = function (min) {
  return clampMin(this, min)
}

Tensor.prototype.clampMax = function (max) {
  return clampMax(this, max)
}

Tensor.prototype.relu = function () {
  return relu(this)
}

Tensor.prototype.relu_ = function () {
  return relu_(this)
}

Tensor.prototype.leakyRelu = function (negativeSlope) {
  return leakyRelu(this, negativeSlope)
}

Tensor.prototype.leakyRelu_ = function (negativeSlope) {
  return leakyRelu_(this, negativeSlope)
}

Tensor.prototype.elu = function (options) {
  return elu(this, options)
}

Tensor.prototype.gelu = function (options) {
  return gelu(this, options)
}

Tensor.prototype.silu = function () {
  return silu(this)
}

Tensor.prototype.selu = function () {
  return selu(this)
}

Tensor.prototype.mish = function () {
  return mish(this)
}

Tensor.prototype.softplus = function (options) {
  return softplus(this, options)
}

Tensor.prototype.hardtanh = function (options) {
  return hardtanh(this, options)
}

Tensor.prototype.hardsigmoid = function () {
  return hardsigmoid(this)
}

Tensor.prototype.hardswish = function () {
  return hardswish(this)
}

Tensor.prototype.relu6 = function () {
  return relu6(this)
}

Tensor.prototype.celu = function (alpha) {
  return celu(this, alpha)
}

Tensor.prototype.logSigmoid = function () {
  return logSigmoid(this)
}

Tensor.prototype.prelu = function (weight) {
  return prelu(this, weight)
}

Tensor.prototype.glu = function (dim) {
  return glu(this, dim)
}

Tensor.prototype.softmax = function (dim, dtype) {
  return softmax(this, dim, dtype)
}

Tensor.prototype.logSoftmax = function (dim, dtype) {
  return logSoftmax(this, dim, dtype)
}

Tensor.prototype.sum = function (dim, options) {
  return sum(this, dim, options)
}

Tensor.prototype.mean = function (dim, options) {
  return mean(this, dim, options)
}

Tensor.prototype.prod = function (options) {
  return prod(this, options)
}

Tensor.prototype.nansum = function (dim, options) {
  return nansum(this, dim, options)
}

Tensor.prototype.nanmean = function (dim, options) {
  return nanmean(this, dim, options)
}

Tensor.prototype.std = function (dim, options) {
  return std(this, dim, options)
}

Tensor.prototype.variance = function (dim, options) {
  return variance(this, dim, options)
}

Tensor.prototype.stdMean = function (dim, options) {
  return stdMean(this, dim, options)
}

Tensor.prototype.varMean = function (dim, options) {
  return varMean(this, dim, options)
}

Tensor.prototype.amax = function (dim, keepdim) {
  return amax(this, dim, keepdim)
}

Tensor.prototype.amin = function (dim, keepdim) {
  return amin(this, dim, keepdim)
}

Tensor.prototype.aminmax = function (options) {
  return aminmax(this, options)
}

Tensor.prototype.max = function () {
  return max(this)
}

Tensor.prototype.min = function () {
  return min(this)
}

Tensor.prototype.maxDim = function (dim, keepdim) {
  return maxDim(this, dim, keepdim)
}

Tensor.prototype.minDim = function (dim, keepdim) {
  return minDim(this, dim, keepdim)
}

Tensor.prototype.argmax = function (dim, keepdim) {
  return argmax(this, dim, keepdim)
}

Tensor.prototype.argmin = function (dim, keepdim) {
  return argmin(this, dim, keepdim)
}

Tensor.prototype.all = function (dim, keepdim) {
  return all(this, dim, keepdim)
}

Tensor.prototype.any = function (dim, keepdim) {
  return any(this, dim, keepdim)
}

Tensor.prototype.median = function () {
  return median(this)
}

Tensor.prototype.quantile = function (q, dim, options) {
  return quantile(this, q, dim, options)
}

Tensor.prototype.logsumexp = function (dim, keepdim) {
  return logsumexp(this, dim, keepdim)
}

Tensor.prototype.cumsum = function (dim, options) {
  return cumsum(this, dim, options)
}

Tensor.prototype.cumprod = function (dim, options) {
  return cumprod(this, dim, options)
}

Tensor.prototype.cummax = function (dim) {
  return cummax(this, dim)
}

Tensor.prototype.sort = function (dim, descending) {
  return sort(this, dim, descending)
}

Tensor.prototype.argsort = function (dim, descending) {
  return argsort(this, dim, descending)
}

Tensor.prototype.topk = function (k, dim, options) {
  return topk(this, k, dim, options)
}

Tensor.prototype.kthvalue = function (k, dim, keepdim) {
  return kthvalue(this, k, dim, keepdim)
}

Tensor.prototype.linalgVectorNorm = function (options) {
  return linalgVectorNorm(this, options)
}

Tensor.prototype.linalgNorm = function (options) {
  return linalgNorm(this, options)
}

Tensor.prototype.linalgEigh = function (UPLO) {
  return linalgEigh(this, UPLO)
}

Tensor.prototype.linalgSvd = function (options) {
  return linalgSvd(this, options)
}

Tensor.prototype.linalgQr = function (mode) {
  return linalgQr(this, mode)
}

Tensor.prototype.linalgCholeskyEx = function (options) {
  return linalgCholeskyEx(this, options)
}

Tensor.prototype.linalgSolve = function (B, options) {
  return linalgSolve(this, B, options)
}

Tensor.prototype.linalgInv = function () {
  return linalgInv(this)
}

Tensor.prototype.linalgDet = function () {
  return linalgDet(this)
}

Tensor.prototype.normBy = function (options) {
  return normBy(this, options)
}

Tensor.prototype.bincount = function (options) {
  return bincount(this, options)
}

Tensor.prototype.histc = function (options) {
  return histc(this, options)
}

Tensor.prototype.unique2 = function (options) {
  return unique2(this, options)
}

Tensor.prototype.countNonzero = function (dim) {
  return countNonzero(this, dim)
}

Tensor.prototype.nonzero = function () {
  return nonzero(this)
}

Tensor.prototype.searchsorted = function (self, options) {
  return searchsorted(this, self, options)
}

Tensor.prototype.bucketize = function (boundaries, options) {
  return bucketize(this, boundaries, options)
}

Tensor.prototype.maskedSelect = function (mask) {
  return maskedSelect(this, mask)
}

Tensor.prototype.reshape = function (shape) {
  return reshape(this, shape)
}

Tensor.prototype.view = function (size) {
  return view(this, size)
}

Tensor.prototype.viewAs = function (other) {
  return viewAs(this, other)
}

Tensor.prototype.permute = function (dims) {
  return permute(this, dims)
}

Tensor.prototype.transpose = function (dim0, dim1) {
  return transpose(this, dim0, dim1)
}

Tensor.prototype.transpose_ = function (dim0, dim1) {
  return transpose_(this, dim0, dim1)
}

Tensor.prototype.t = function () {
  return t(this)
}

Tensor.prototype.squeeze = function () {
  return squeeze(this)
}

Tensor.prototype.squeezeDims = function (dim) {
  return squeezeDims(this, dim)
}

Tensor.prototype.unsqueeze = function (dim) {
  return unsqueeze(this, dim)
}

Tensor.prototype.squeeze_ = function () {
  return squeeze_(this)
}

Tensor.prototype.unsqueeze_ = function (dim) {
  return unsqueeze_(this, dim)
}

Tensor.prototype.expand = function (size, options) {
  return expand(this, size, options)
}

Tensor.prototype.expandAs = function (other) {
  return expandAs(this, other)
}

Tensor.prototype.broadcastTo = function (size) {
  return broadcastTo(this, size)
}

Tensor.prototype.flatten = function (startDim, endDim) {
  return flatten(this, startDim, endDim)
}

Tensor.prototype.unflatten = function (dim, sizes) {
  return unflatten(this, dim, sizes)
}

Tensor.prototype.narrow = function (dim, start, length) {
  return narrow(this, dim, start, length)
}

Tensor.prototype.select = function (dim, index) {
  return select(this, dim, index)
}

Tensor.prototype.slice = function (dim, start, end, step) {
  return slice(this, dim, start, end, step)
}

Tensor.prototype.index = function (indices) {
  return index(this, indices)
}

Tensor.prototype.indexPut = function (indices, values, accumulate) {
  return indexPut(this, indices, values, accumulate)
}

Tensor.prototype.indexPut_ = function (indices, values, accumulate) {
  return indexPut_(this, indices, values, accumulate)
}

Tensor.prototype.indexSelect = function (dim, index) {
  return indexSelect(this, dim, index)
}

Tensor.prototype.indexAdd = function (dim, index, source, options) {
  return indexAdd(this, dim, index, source, options)
}

Tensor.prototype.indexCopy = function (dim, index, source) {
  return indexCopy(this, dim, index, source)
}

Tensor.prototype.indexFill = function (dim, index, value) {
  return indexFill(this, dim, index, value)
}

Tensor.prototype.gather = function (dim, index, options) {
  return gather(this, dim, index, options)
}

Tensor.prototype.scatter = function (dim, index, src) {
  return scatter(this, dim, index, src)
}

Tensor.prototype.scatter_ = function (dim, index, src) {
  return scatter_(this, dim, index, src)
}

Tensor.prototype.scatterAdd = function (dim, index, src) {
  return scatterAdd(this, dim, index, src)
}

Tensor.prototype.scatterReduce = function (dim, options) {
  return scatterReduce(this, dim, options)
}

Tensor.prototype.maskedFill = function (mask, value) {
  return maskedFill(this, mask, value)
}

Tensor.prototype.maskedFill_ = function (mask, value) {
  return maskedFill_(this, mask, value)
}

Tensor.prototype.split = function (splitSize, dim) {
  return split(this, splitSize, dim)
}

Tensor.prototype.splitSizes = function (splitSize, dim) {
  return splitSizes(this, splitSize, dim)
}

Tensor.prototype.chunk = function (chunks, dim) {
  return chunk(this, chunks, dim)
}

Tensor.prototype.unbind = function (dim) {
  return unbind(this, dim)
}

Tensor.prototype.repeat = function (repeats) {
  return repeat(this, repeats)
}

Tensor.prototype.repeatInterleave = function (repeats, dim, options) {
  return repeatInterleave(this, repeats, dim, options)
}

Tensor.prototype.tile = function (dims) {
  return tile(this, dims)
}

Tensor.prototype.flip = function (dims) {
  return flip(this, dims)
}

Tensor.prototype.roll = function (shifts, dims) {
  return roll(this, shifts, dims)
}

Tensor.prototype.rot90 = function (options) {
  return rot90(this, options)
}

Tensor.prototype.movedim = function (source, destination) {
  return movedim(this, source, destination)
}

Tensor.prototype.unfold = function (dimension, size, step) {
  return unfold(this, dimension, size, step)
}

Tensor.prototype.im2col = function (options) {
  return im2col(this, options)
}

Tensor.prototype.col2im = function (options) {
  return col2im(this, options)
}

Tensor.prototype.tril = function (diagonal) {
  return tril(this, diagonal)
}

Tensor.prototype.triu = function (diagonal) {
  return triu(this, diagonal)
}

Tensor.prototype.diag = function (diagonal) {
  return diag(this, diagonal)
}

Tensor.prototype.diagonal = function (options) {
  return diagonal(this, options)
}

Tensor.prototype.diagEmbed = function (options) {
  return diagEmbed(this, options)
}

Tensor.prototype.trace = function () {
  return trace(this)
}

Tensor.prototype.pixelShuffle = function (upscaleFactor) {
  return pixelShuffle(this, upscaleFactor)
}

Tensor.prototype.pixelUnshuffle = function (downscaleFactor) {
  return pixelUnshuffle(this, downscaleFactor)
}

Tensor.prototype.contiguous = function (options) {
  return contiguous(this, options)
}

Tensor.prototype.clone = function (options) {
  return clone(this, options)
}

Tensor.prototype.detach = function () {
  return detach(this)
}

Tensor.prototype.detach_ = function () {
  return detach_(this)
}

Tensor.prototype.viewAsReal = function () {
  return viewAsReal(this)
}

Tensor.prototype.viewAsComplex = function () {
  return viewAsComplex(this)
}

Tensor.prototype.viewDtype = function (dtype) {
  return viewDtype(this, dtype)
}

Tensor.prototype.alias = function () {
  return alias(this)
}

Tensor.prototype.matmul = function (other) {
  return matmul(this, other)
}

Tensor.prototype.mm = function (mat2) {
  return mm(this, mat2)
}

Tensor.prototype.bmm = function (mat2) {
  return bmm(this, mat2)
}

Tensor.prototype.mv = function (vec) {
  return mv(this, vec)
}

Tensor.prototype.dot = function (tensor) {
  return dot(this, tensor)
}

Tensor.prototype.outer = function (vec2) {
  return outer(this, vec2)
}

Tensor.prototype.addmm = function (mat1, mat2, options) {
  return addmm(this, mat1, mat2, options)
}

Tensor.prototype.baddbmm = function (batch1, batch2, options) {
  return baddbmm(this, batch1, batch2, options)
}

Tensor.prototype.linear = function (weight, bias) {
  return linear(this, weight, bias)
}

Tensor.prototype.cdist = function (x2, options) {
  return cdist(this, x2, options)
}

Tensor.prototype.tensordot = function (other, dimsSelf, dimsOther) {
  return tensordot(this, other, dimsSelf, dimsOther)
}

Tensor.prototype.fftRfft = function (options) {
  return fftRfft(this, options)
}

Tensor.prototype.fftIrfft = function (options) {
  return fftIrfft(this, options)
}

Tensor.prototype.fftRfft2 = function (options) {
  return fftRfft2(this, options)
}

Tensor.prototype.fftIrfft2 = function (options) {
  return fftIrfft2(this, options)
}

Tensor.prototype.fftFft2 = function (options) {
  return fftFft2(this, options)
}

Tensor.prototype.fftIfft2 = function (options) {
  return fftIfft2(this, options)
}

Tensor.prototype.fftFftshift = function (dim) {
  return fftFftshift(this, dim)
}

Tensor.prototype.fftIfftshift = function (dim) {
  return fftIfftshift(this, dim)
}

Tensor.prototype.conv1d = function (weight, options) {
  return conv1d(this, weight, options)
}

Tensor.prototype.conv2d = function (weight, options) {
  return conv2d(this, weight, options)
}

Tensor.prototype.conv3d = function (weight, options) {
  return conv3d(this, weight, options)
}

Tensor.prototype.convTranspose1d = function (weight, options) {
  return convTranspose1d(this, weight, options)
}

Tensor.prototype.convTranspose2d = function (weight, options) {
  return convTranspose2d(this, weight, options)
}

Tensor.prototype.convTranspose3d = function (weight, options) {
  return convTranspose3d(this, weight, options)
}

Tensor.prototype.batchNorm = function (options) {
  return batchNorm(this, options)
}

Tensor.prototype.instanceNorm = function (options) {
  return instanceNorm(this, options)
}

Tensor.prototype.groupNorm = function (numGroups, options) {
  return groupNorm(this, numGroups, options)
}

Tensor.prototype.layerNorm = function (normalizedShape, options) {
  return layerNorm(this, normalizedShape, options)
}

Tensor.prototype.rmsNorm = function (normalizedShape, options) {
  return rmsNorm(this, normalizedShape, options)
}

Tensor.prototype.embedding = function (indices, options) {
  return embedding(this, indices, options)
}

Tensor.prototype.oneHot = function (numClasses) {
  return oneHot(this, numClasses)
}

Tensor.prototype.dropout = function (p, train) {
  return dropout(this, p, train)
}

Tensor.prototype.dropout_ = function (p, train) {
  return dropout_(this, p, train)
}

Tensor.prototype.featureDropout = function (p, train) {
  return featureDropout(this, p, train)
}

Tensor.prototype.alphaDropout = function (p, train) {
  return alphaDropout(this, p, train)
}

Tensor.prototype.pad = function (padValue, mode, value) {
  return pad(this, padValue, mode, value)
}

Tensor.prototype.reflectionPad2d = function (padding) {
  return reflectionPad2d(this, padding)
}

Tensor.prototype.replicationPad2d = function (padding) {
  return replicationPad2d(this, padding)
}

Tensor.prototype.constantPadNd = function (pad, value) {
  return constantPadNd(this, pad, value)
}

Tensor.prototype.avgPool2d = function (kernelSize, options) {
  return avgPool2d(this, kernelSize, options)
}

Tensor.prototype.maxPool2d = function (kernelSize, options) {
  return maxPool2d(this, kernelSize, options)
}

Tensor.prototype.maxPool2dWithIndices = function (kernelSize, options) {
  return maxPool2dWithIndices(this, kernelSize, options)
}

Tensor.prototype.adaptiveAvgPool2d = function (outputSize) {
  return adaptiveAvgPool2d(this, outputSize)
}

Tensor.prototype.adaptiveMaxPool2d = function (outputSize) {
  return adaptiveMaxPool2d(this, outputSize)
}

Tensor.prototype.avgPool1d = function (kernelSize, options) {
  return avgPool1d(this, kernelSize, options)
}

Tensor.prototype.maxPool1d = function (kernelSize, options) {
  return maxPool1d(this, kernelSize, options)
}

Tensor.prototype.adaptiveAvgPool1d = function (outputSize) {
  return adaptiveAvgPool1d(this, outputSize)
}

Tensor.prototype.upsampleNearest2d = function (outputSize, options) {
  return upsampleNearest2d(this, outputSize, options)
}

Tensor.prototype.upsampleNearest2dBy = function (options) {
  return upsampleNearest2dBy(this, options)
}

Tensor.prototype.upsampleBilinear2d = function (outputSize, alignCorners, options) {
  return upsampleBilinear2d(this, outputSize, alignCorners, options)
}

Tensor.prototype.upsampleBilinear2dBy = function (options) {
  return upsampleBilinear2dBy(this, options)
}

Tensor.prototype.upsampleBicubic2d = function (outputSize, alignCorners, options) {
  return upsampleBicubic2d(this, outputSize, alignCorners, options)
}

Tensor.prototype.upsampleNearestExact2d = function (outputSize, options) {
  return upsampleNearestExact2d(this, outputSize, options)
}

Tensor.prototype.upsampleBilinear2dAa = function (outputSize, alignCorners, options) {
  return upsampleBilinear2dAa(this, outputSize, alignCorners, options)
}

Tensor.prototype.upsampleBicubic2dAa = function (outputSize, alignCorners, options) {
  return upsampleBicubic2dAa(this, outputSize, alignCorners, options)
}

Tensor.prototype.gridSampler = function (grid, interpolationMode, paddingMode, alignCorners) {
  return gridSampler(this, grid, interpolationMode, paddingMode, alignCorners)
}

Tensor.prototype.affineGridGenerator = function (size, alignCorners) {
  return affineGridGenerator(this, size, alignCorners)
}

Tensor.prototype.scaledDotProductAttention = function (key, value, options) {
  return scaledDotProductAttention(this, key, value, options)
}

Tensor.prototype.binaryCrossEntropy = function (target, weight, reduction) {
  return binaryCrossEntropy(this, target, weight, reduction)
}

Tensor.prototype.binaryCrossEntropyWithLogits = function (target, options) {
  return binaryCrossEntropyWithLogits(this, target, options)
}

Tensor.prototype.mseLoss = function (target, reduction) {
  return mseLoss(this, target, reduction)
}

Tensor.prototype.l1Loss = function (target, reduction) {
  return l1Loss(this, target, reduction)
}

Tensor.prototype.smoothL1Loss = function (target, options) {
  return smoothL1Loss(this, target, options)
}

Tensor.prototype.huberLoss = function (target, options) {
  return huberLoss(this, target, options)
}

Tensor.prototype.nllLoss = function (target, options) {
  return nllLoss(this, target, options)
}

Tensor.prototype.crossEntropyLoss = function (target, options) {
  return crossEntropyLoss(this, target, options)
}

Tensor.prototype.klDiv = function (target, options) {
  return klDiv(this, target, options)
}

Tensor.prototype.cosineSimilarity = function (x2, dim, eps) {
  return cosineSimilarity(this, x2, dim, eps)
}

Tensor.prototype.zerosLike = function (options) {
  return zerosLike(this, options)
}

Tensor.prototype.onesLike = function (options) {
  return onesLike(this, options)
}

Tensor.prototype.fullLike = function (fillValue, options) {
  return fullLike(this, fillValue, options)
}

Tensor.prototype.emptyLike = function (options) {
  return emptyLike(this, options)
}

Tensor.prototype.randLike = function (options) {
  return randLike(this, options)
}

Tensor.prototype.randnLike = function (options) {
  return randnLike(this, options)
}

Tensor.prototype.bernoulli = function (options) {
  return bernoulli(this, options)
}

Tensor.prototype.bernoulliOf = function (p, options) {
  return bernoulliOf(this, p, options)
}

Tensor.prototype.multinomial = function (numSamples, options) {
  return multinomial(this, numSamples, options)
}

Tensor.prototype.normal_ = function (mean, std, options) {
  return normal_(this, mean, std, options)
}

Tensor.prototype.uniform_ = function (from, to, options) {
  return uniform_(this, from, to, options)
}

Tensor.prototype.bernoulli_ = function (options) {
  return bernoulli_(this, options)
}

Tensor.prototype.exponential_ = function (options) {
  return exponential_(this, options)
}

Tensor.prototype.random_ = function (options) {
  return random_(this, options)
}

Tensor.prototype.zero_ = function () {
  return zero_(this)
}

Tensor.prototype.fill_ = function (value) {
  return fill_(this, value)
}

Tensor.prototype.copy_ = function (src, nonBlocking) {
  return copy_(this, src, nonBlocking)
}

Tensor.prototype.resize_ = function (size, options) {
  return resize_(this, size, options)
}

Tensor.prototype.set_ = function (source) {
  return set_(this, source)
}

Tensor.prototype.toCopy = function (options) {
  return toCopy(this, options)
}

Tensor.prototype.toOptions = function (options) {
  return toOptions(this, options)
}

Tensor.prototype.pinMemory = function (device) {
  return pinMemory(this, device)
}

Tensor.prototype.isPinned = function (device) {
  return isPinned(this, device)
}

Tensor.prototype.recordStream = function (s) {
  return recordStream(this, s)
}

Tensor.prototype.ampUpdateScale_ = function (
  growthTracker,
  foundInf,
  scaleGrowthFactor,
  scaleBackoffFactor,
  growthInterval,
) {
  return ampUpdateScale_(this, growthTracker, foundInf, scaleGrowthFactor, scaleBackoffFactor, growthInterval)
}
