// Generated from libtorch 2.13.0 by scripts/generate-ops.mjs; do not edit.

import type { DType } from './tensor/dtype.js'
import type { Generator } from './random.js'
import type { Layout, MemoryFormat, Scalar, Tensor } from './tensor/tensor.js'

/** Every operator of libtorch by its full name, without out-variants and backward functions. */
export interface RawOperators {
  'aten::__and__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__and__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__iand__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__iand__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__ilshift__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__ilshift__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__ior__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__ior__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__irshift__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__irshift__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__ixor__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__ixor__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__lshift__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__lshift__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__or__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__or__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__rshift__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__rshift__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::__xor__.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::__xor__.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::_adaptive_avg_pool2d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::_adaptive_avg_pool3d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::_add_batch_dim': (a0_self: Tensor, a1_batch_dim: number, a2_level: number) => Tensor
  'aten::_add_relu.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::_add_relu.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::_add_relu_.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::_add_relu_.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::_addmm_activation': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
    a5_use_gelu?: boolean | undefined,
  ) => Tensor
  'aten::_aminmax': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::_aminmax.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::_amp_foreach_non_finite_check_and_unscale': (
    a0_self: readonly Tensor[],
    a1_found_inf: Tensor,
    a2_inv_scale: Tensor,
  ) => [Tensor[], Tensor]
  'aten::_amp_foreach_non_finite_check_and_unscale_': (
    a0_self: readonly Tensor[],
    a1_found_inf: Tensor,
    a2_inv_scale: Tensor,
  ) => void
  'aten::_amp_update_scale': (
    a0_self: Tensor,
    a1_growth_tracker: Tensor,
    a2_found_inf: Tensor,
    a3_scale_growth_factor: number,
    a4_scale_backoff_factor: number,
    a5_growth_interval: number,
  ) => [Tensor, Tensor]
  'aten::_amp_update_scale_': (
    a0_self: Tensor,
    a1_growth_tracker: Tensor,
    a2_found_inf: Tensor,
    a3_scale_growth_factor: number,
    a4_scale_backoff_factor: number,
    a5_growth_interval: number,
  ) => Tensor
  'aten::_assert_async': (a0_self: Tensor) => void
  'aten::_assert_async.msg': (a0_self: Tensor, a1_assert_msg: string) => void
  'aten::_assert_scalar': (a0_self: Scalar, a1_assert_msg: string) => void
  'aten::_assert_tensor_metadata': (
    a0_a: Tensor,
    a1_size?: readonly number[] | null | undefined,
    a2_stride?: readonly number[] | null | undefined,
    a3_dtype?: DType | null | undefined,
    a4_device?: string | null | undefined,
    a5_layout?: Layout | null | undefined,
  ) => void
  'aten::_autocast_to_full_precision': (a0_self: Tensor, a1_cuda_enabled: boolean, a2_cpu_enabled: boolean) => Tensor
  'aten::_autocast_to_reduced_precision': (
    a0_self: Tensor,
    a1_cuda_enabled: boolean,
    a2_cpu_enabled: boolean,
    a3_cuda_dtype: DType,
    a4_cpu_dtype: DType,
  ) => Tensor
  'aten::_batch_norm_impl_index': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_training: boolean,
    a6_momentum: number,
    a7_eps: number,
    a8_cudnn_enabled: boolean,
  ) => [Tensor, Tensor, Tensor, Tensor, number]
  'aten::_batch_norm_no_update': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_momentum: number,
    a6_eps: number,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_batch_norm_with_update': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor,
    a4_running_var: Tensor,
    a5_momentum: number,
    a6_eps: number,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_batch_norm_with_update_functional': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor,
    a4_running_var: Tensor,
    a5_momentum: number,
    a6_eps: number,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_cast_Byte': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Char': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Double': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Float': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Half': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Int': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Long': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cast_Short': (a0_self: Tensor, a1_non_blocking?: boolean | undefined) => Tensor
  'aten::_cdist_forward': (
    a0_x1: Tensor,
    a1_x2: Tensor,
    a2_p: number,
    a3_compute_mode?: number | null | undefined,
  ) => Tensor
  'aten::_cholesky_solve_helper': (a0_self: Tensor, a1_A: Tensor, a2_upper: boolean) => Tensor
  'aten::_choose_qparams_per_tensor': (a0_self: Tensor, a1_reduce_range?: boolean | undefined) => [number, number]
  'aten::_chunk_cat': (a0_tensors: readonly Tensor[], a1_dim: number, a2_num_chunks: number) => Tensor
  'aten::_coalesce': (a0_self: Tensor) => Tensor
  'aten::_coalesced': (a0_self: Tensor, a1_coalesced: boolean) => Tensor
  'aten::_coalesced_': (a0_self: Tensor, a1_coalesced: boolean) => Tensor
  'aten::_compute_linear_combination': (a0_input: Tensor, a1_coefficients: Tensor) => Tensor
  'aten::_conj': (a0_self: Tensor) => Tensor
  'aten::_conj_physical': (a0_self: Tensor) => Tensor
  'aten::_conv_depthwise2d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
    a6_dilation: readonly number[] | number,
  ) => Tensor
  'aten::_convert_indices_from_coo_to_csr': (
    a0_self: Tensor,
    a1_size: number,
    a2_out_int32?: boolean | undefined,
  ) => Tensor
  'aten::_convert_indices_from_csr_to_coo': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_out_int32?: boolean | undefined,
    a3_transpose?: boolean | undefined,
  ) => Tensor
  'aten::_convert_weight_to_int4pack': (a0_self: Tensor, a1_innerKTiles: number) => Tensor
  'aten::_convert_weight_to_int4pack_for_cpu': (a0_self: Tensor, a1_innerKTiles: number) => Tensor
  'aten::_convolution': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_transposed: boolean,
    a7_output_padding: readonly number[],
    a8_groups: number,
    a9_benchmark: boolean,
    a10_deterministic: boolean,
    a11_cudnn_enabled: boolean,
    a12_allow_tf32: boolean,
  ) => Tensor
  'aten::_convolution.deprecated': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_transposed: boolean,
    a7_output_padding: readonly number[],
    a8_groups: number,
    a9_benchmark: boolean,
    a10_deterministic: boolean,
    a11_cudnn_enabled: boolean,
  ) => Tensor
  'aten::_convolution_mode': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: string,
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::_copy_from': (a0_self: Tensor, a1_dst: Tensor, a2_non_blocking?: boolean | undefined) => Tensor
  'aten::_copy_from_and_resize': (a0_self: Tensor, a1_dst: Tensor) => Tensor
  'aten::_cslt_compress': (a0_input: Tensor) => Tensor
  'aten::_cslt_sparse_mm': (
    a0_compressed_A: Tensor,
    a1_dense_B: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_alpha?: Tensor | null | undefined,
    a4_out_dtype?: DType | null | undefined,
    a5_transpose_result?: boolean | undefined,
    a6_alg_id?: number | undefined,
    a7_split_k?: number | undefined,
    a8_split_k_mode?: number | undefined,
  ) => Tensor
  'aten::_cslt_sparse_mm_search': (
    a0_compressed_A: Tensor,
    a1_dense_B: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_alpha?: Tensor | null | undefined,
    a4_out_dtype?: DType | null | undefined,
    a5_transpose_result?: boolean | undefined,
  ) => number
  'aten::_ctc_loss': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank?: number | undefined,
    a5_zero_infinity?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank?: number | undefined,
    a5_zero_infinity?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_cudnn_attention_forward': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_bias: Tensor | null | undefined,
    a4_cum_seq_q: Tensor | null | undefined,
    a5_cum_seq_k: Tensor | null | undefined,
    a6_max_q: number,
    a7_max_k: number,
    a8_compute_log_sumexp: boolean,
    a9_dropout_p?: number | undefined,
    a10_is_causal?: boolean | undefined,
    a11_return_debug_mask?: boolean | undefined,
    a12_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number, Tensor, Tensor, Tensor]
  'aten::_cudnn_ctc_loss': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank: number,
    a5_deterministic: boolean,
    a6_zero_infinity: boolean,
  ) => [Tensor, Tensor]
  'aten::_cudnn_ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank: number,
    a5_deterministic: boolean,
    a6_zero_infinity: boolean,
  ) => [Tensor, Tensor]
  'aten::_cudnn_init_dropout_state': (
    a0_dropout: number,
    a1_train: boolean,
    a2_dropout_seed: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_cudnn_rnn': (
    a0_input: Tensor,
    a1_weight: readonly Tensor[],
    a2_weight_stride0: number,
    a3_weight_buf: Tensor | null | undefined,
    a4_hx: Tensor,
    a5_cx: Tensor | null | undefined,
    a6_mode: number,
    a7_hidden_size: number,
    a8_proj_size: number,
    a9_num_layers: number,
    a10_batch_first: boolean,
    a11_dropout: number,
    a12_train: boolean,
    a13_bidirectional: boolean,
    a14_batch_sizes: readonly number[],
    a15_dropout_state?: Tensor | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_cudnn_rnn_flatten_weight': (
    a0_weight_arr: readonly Tensor[],
    a1_weight_stride0: number,
    a2_input_size: number,
    a3_mode: number,
    a4_hidden_size: number,
    a5_proj_size: number,
    a6_num_layers: number,
    a7_batch_first: boolean,
    a8_bidirectional: boolean,
  ) => Tensor
  'aten::_cufft_clear_plan_cache': (a0_device_index: number) => void
  'aten::_cufft_get_plan_cache_max_size': (a0_device_index: number) => number
  'aten::_cufft_get_plan_cache_size': (a0_device_index: number) => number
  'aten::_cufft_set_plan_cache_max_size': (a0_device_index: number, a1_max_size: number) => void
  'aten::_cummax_helper': (a0_self: Tensor, a1_values: Tensor, a2_indices: Tensor, a3_dim: number) => void
  'aten::_cummin_helper': (a0_self: Tensor, a1_values: Tensor, a2_indices: Tensor, a3_dim: number) => void
  'aten::_debug_has_internal_overlap': (a0_self: Tensor) => number
  'aten::_dimI': (a0_self: Tensor) => number
  'aten::_dimV': (a0_self: Tensor) => number
  'aten::_dim_arange': (a0_like: Tensor, a1_dim: number) => Tensor
  'aten::_dirichlet_grad': (a0_x: Tensor, a1_alpha: Tensor, a2_total: Tensor) => Tensor
  'aten::_dyn_quant_matmul_4bit': (
    a0_inp: Tensor,
    a1_packed_weights: Tensor,
    a2_block_size: number,
    a3_in_features: number,
    a4_out_features: number,
  ) => Tensor
  'aten::_dyn_quant_pack_4bit_weight': (
    a0_weights: Tensor,
    a1_scales_zeros: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_block_size: number,
    a4_in_features: number,
    a5_out_features: number,
  ) => Tensor
  'aten::_efficient_attention_forward': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_bias: Tensor | null | undefined,
    a4_cu_seqlens_q: Tensor | null | undefined,
    a5_cu_seqlens_k: Tensor | null | undefined,
    a6_max_seqlen_q: number | null | undefined,
    a7_max_seqlen_k: number | null | undefined,
    a8_dropout_p: number,
    a9_custom_mask_type: number,
    a10_compute_log_sumexp?: boolean | undefined,
    a11_scale?: number | null | undefined,
    a12_seqlen_k?: Tensor | null | undefined,
    a13_window_size?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number]
  'aten::_efficientzerotensor': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_embedding_bag': (
    a0_weight: Tensor,
    a1_indices: Tensor,
    a2_offsets: Tensor,
    a3_scale_grad_by_freq?: boolean | undefined,
    a4_mode?: number | undefined,
    a5_sparse?: boolean | undefined,
    a6_per_sample_weights?: Tensor | null | undefined,
    a7_include_last_offset?: boolean | undefined,
    a8_padding_idx?: number | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_embedding_bag_forward_only': (
    a0_weight: Tensor,
    a1_indices: Tensor,
    a2_offsets: Tensor,
    a3_scale_grad_by_freq?: boolean | undefined,
    a4_mode?: number | undefined,
    a5_sparse?: boolean | undefined,
    a6_per_sample_weights?: Tensor | null | undefined,
    a7_include_last_offset?: boolean | undefined,
    a8_padding_idx?: number | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_empty_affine_quantized': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_scale?: number | undefined,
    a6_zero_point?: number | undefined,
    a7_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::_empty_per_channel_affine_quantized': (
    a0_size: readonly number[],
    a1_scales: Tensor,
    a2_zero_points: Tensor,
    a3_axis: number,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
    a8_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::_euclidean_dist': (a0_x1: Tensor, a1_x2: Tensor) => Tensor
  'aten::_fake_quantize_learnable_per_channel_affine': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_axis: number,
    a4_quant_min: number,
    a5_quant_max: number,
    a6_grad_factor?: number | undefined,
  ) => Tensor
  'aten::_fake_quantize_learnable_per_tensor_affine': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_quant_min: number,
    a4_quant_max: number,
    a5_grad_factor?: number | undefined,
  ) => Tensor
  'aten::_fake_quantize_per_tensor_affine_cachemask_tensor_qparams': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_fake_quant_enabled: Tensor,
    a4_quant_min: number,
    a5_quant_max: number,
  ) => [Tensor, Tensor]
  'aten::_fft_c2c': (
    a0_self: Tensor,
    a1_dim: readonly number[],
    a2_normalization: number,
    a3_forward: boolean,
  ) => Tensor
  'aten::_fft_c2r': (
    a0_self: Tensor,
    a1_dim: readonly number[],
    a2_normalization: number,
    a3_last_dim_size: number,
  ) => Tensor
  'aten::_fft_r2c': (
    a0_self: Tensor,
    a1_dim: readonly number[],
    a2_normalization: number,
    a3_onesided: boolean,
  ) => Tensor
  'aten::_fill_mem_eff_dropout_mask_': (
    a0_self: Tensor,
    a1_dropout_p: number,
    a2_seed: number,
    a3_offset: number,
  ) => Tensor
  'aten::_flash_attention_forward': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_cum_seq_q: Tensor | null | undefined,
    a4_cum_seq_k: Tensor | null | undefined,
    a5_max_q: number,
    a6_max_k: number,
    a7_dropout_p: number,
    a8_is_causal: boolean,
    a9_return_debug_mask: boolean,
    a10_scale?: number | null | undefined,
    a11_window_size_left?: number | null | undefined,
    a12_window_size_right?: number | null | undefined,
    a13_seqused_k?: Tensor | null | undefined,
    a14_alibi_slopes?: Tensor | null | undefined,
    a15_block_table?: Tensor | null | undefined,
    a16_num_splits?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_flash_attention_forward.quantized': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_cum_seq_q: Tensor | null | undefined,
    a4_cum_seq_k: Tensor | null | undefined,
    a5_max_q: number,
    a6_max_k: number,
    a7_dropout_p: number,
    a8_is_causal: boolean,
    a9_return_debug_mask: boolean,
    a10_q_descale?: Tensor | null | undefined,
    a11_k_descale?: Tensor | null | undefined,
    a12_v_descale?: Tensor | null | undefined,
    a13_scale?: number | null | undefined,
    a14_window_size_left?: number | null | undefined,
    a15_window_size_right?: number | null | undefined,
    a16_seqused_k?: Tensor | null | undefined,
    a17_alibi_slopes?: Tensor | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_flash_attention_forward_no_dropout_inplace': (
    a0_out: Tensor,
    a1_query: Tensor,
    a2_key: Tensor,
    a3_value: Tensor,
    a4_cum_seq_q: Tensor | null | undefined,
    a5_cum_seq_k: Tensor | null | undefined,
    a6_max_q: number,
    a7_max_k: number,
    a8_dropout_p: number,
    a9_is_causal: boolean,
    a10_return_debug_mask: boolean,
    a11_scale?: number | null | undefined,
    a12_window_size_left?: number | null | undefined,
    a13_window_size_right?: number | null | undefined,
    a14_seqused_k?: Tensor | null | undefined,
    a15_alibi_slopes?: Tensor | null | undefined,
    a16_block_table?: Tensor | null | undefined,
    a17_num_splits?: number | null | undefined,
  ) => Tensor
  'aten::_foobar': (
    a0_self: Tensor,
    a1_arg1?: boolean | undefined,
    a2_arg2?: boolean | undefined,
    a3_arg3?: boolean | undefined,
  ) => Tensor
  'aten::_foreach_abs': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_abs_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_acos': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_acos_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_add.List': (
    a0_self: readonly Tensor[],
    a1_other: readonly Tensor[],
    a2_alpha?: Scalar | undefined,
  ) => Tensor[]
  'aten::_foreach_add.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_add.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_add.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor[]
  'aten::_foreach_add_.List': (
    a0_self: readonly Tensor[],
    a1_other: readonly Tensor[],
    a2_alpha?: Scalar | undefined,
  ) => void
  'aten::_foreach_add_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_add_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_add_.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor, a2_alpha?: Scalar | undefined) => void
  'aten::_foreach_addcdiv.Scalar': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_value?: Scalar | undefined,
  ) => Tensor[]
  'aten::_foreach_addcdiv.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: readonly Scalar[],
  ) => Tensor[]
  'aten::_foreach_addcdiv.Tensor': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: Tensor,
  ) => Tensor[]
  'aten::_foreach_addcdiv_.Scalar': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_value?: Scalar | undefined,
  ) => void
  'aten::_foreach_addcdiv_.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: readonly Scalar[],
  ) => void
  'aten::_foreach_addcdiv_.Tensor': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: Tensor,
  ) => void
  'aten::_foreach_addcmul.Scalar': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_value?: Scalar | undefined,
  ) => Tensor[]
  'aten::_foreach_addcmul.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: readonly Scalar[],
  ) => Tensor[]
  'aten::_foreach_addcmul.Tensor': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: Tensor,
  ) => Tensor[]
  'aten::_foreach_addcmul_.Scalar': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_value?: Scalar | undefined,
  ) => void
  'aten::_foreach_addcmul_.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: readonly Scalar[],
  ) => void
  'aten::_foreach_addcmul_.Tensor': (
    a0_self: readonly Tensor[],
    a1_tensor1: readonly Tensor[],
    a2_tensor2: readonly Tensor[],
    a3_scalars: Tensor,
  ) => void
  'aten::_foreach_asin': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_asin_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_atan': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_atan_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_ceil': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_ceil_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_clamp_max.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_clamp_max.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_clamp_max.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_clamp_max_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_clamp_max_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_clamp_max_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_clamp_min.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_clamp_min.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_clamp_min.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_clamp_min_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_clamp_min_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_clamp_min_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_clone': (a0_self: readonly Tensor[], a1_memory_format?: MemoryFormat | null | undefined) => Tensor[]
  'aten::_foreach_copy_': (
    a0_self: readonly Tensor[],
    a1_src: readonly Tensor[],
    a2_non_blocking?: boolean | undefined,
  ) => void
  'aten::_foreach_cos': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_cos_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_cosh': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_cosh_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_div.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_div.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_div.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_div.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor) => Tensor[]
  'aten::_foreach_div_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_div_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_div_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_div_.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor) => void
  'aten::_foreach_erf': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_erf_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_erfc': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_erfc_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_exp': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_exp_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_expm1': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_expm1_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_floor': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_floor_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_frac': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_frac_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_lerp.List': (
    a0_self: readonly Tensor[],
    a1_tensors1: readonly Tensor[],
    a2_weights: readonly Tensor[],
  ) => Tensor[]
  'aten::_foreach_lerp.Scalar': (
    a0_self: readonly Tensor[],
    a1_tensors1: readonly Tensor[],
    a2_weight: Scalar,
  ) => Tensor[]
  'aten::_foreach_lerp.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensors1: readonly Tensor[],
    a2_weight: readonly Scalar[],
  ) => Tensor[]
  'aten::_foreach_lerp_.List': (
    a0_self: readonly Tensor[],
    a1_tensors1: readonly Tensor[],
    a2_weights: readonly Tensor[],
  ) => void
  'aten::_foreach_lerp_.Scalar': (a0_self: readonly Tensor[], a1_tensors1: readonly Tensor[], a2_weight: Scalar) => void
  'aten::_foreach_lerp_.ScalarList': (
    a0_self: readonly Tensor[],
    a1_tensors1: readonly Tensor[],
    a2_weight: readonly Scalar[],
  ) => void
  'aten::_foreach_lgamma': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_lgamma_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_log': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_log10': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_log10_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_log1p': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_log1p_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_log2': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_log2_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_log_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_max': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_maximum.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_maximum.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_maximum.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_maximum_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_maximum_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_maximum_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_minimum.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_minimum.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_minimum.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_minimum_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_minimum_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_minimum_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_mm': (a0_self: readonly Tensor[], a1_mat2: readonly Tensor[]) => Tensor[]
  'aten::_foreach_mul.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => Tensor[]
  'aten::_foreach_mul.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_mul.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_mul.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor) => Tensor[]
  'aten::_foreach_mul_.List': (a0_self: readonly Tensor[], a1_other: readonly Tensor[]) => void
  'aten::_foreach_mul_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_mul_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_mul_.Tensor': (a0_self: readonly Tensor[], a1_other: Tensor) => void
  'aten::_foreach_neg': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_neg_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_norm.Scalar': (
    a0_self: readonly Tensor[],
    a1_ord?: Scalar | undefined,
    a2_dtype?: DType | null | undefined,
  ) => Tensor[]
  'aten::_foreach_pow.List': (a0_self: readonly Tensor[], a1_exponent: readonly Tensor[]) => Tensor[]
  'aten::_foreach_pow.Scalar': (a0_self: readonly Tensor[], a1_exponent: Scalar) => Tensor[]
  'aten::_foreach_pow.ScalarAndTensor': (a0_self: Scalar, a1_exponent: readonly Tensor[]) => Tensor[]
  'aten::_foreach_pow.ScalarList': (a0_self: readonly Tensor[], a1_exponent: readonly Scalar[]) => Tensor[]
  'aten::_foreach_pow_.List': (a0_self: readonly Tensor[], a1_exponent: readonly Tensor[]) => void
  'aten::_foreach_pow_.Scalar': (a0_self: readonly Tensor[], a1_exponent: Scalar) => void
  'aten::_foreach_pow_.ScalarList': (a0_self: readonly Tensor[], a1_exponent: readonly Scalar[]) => void
  'aten::_foreach_powsum.Scalar': (
    a0_self: readonly Tensor[],
    a1_ord?: Scalar | undefined,
    a2_dtype?: DType | null | undefined,
  ) => Tensor[]
  'aten::_foreach_reciprocal': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_reciprocal_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_round': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_round_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_rsqrt': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_rsqrt_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sigmoid': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_sigmoid_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sign': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_sign_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sin': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_sin_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sinh': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_sinh_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sqrt': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_sqrt_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_sub.List': (
    a0_self: readonly Tensor[],
    a1_other: readonly Tensor[],
    a2_alpha?: Scalar | undefined,
  ) => Tensor[]
  'aten::_foreach_sub.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => Tensor[]
  'aten::_foreach_sub.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => Tensor[]
  'aten::_foreach_sub_.List': (
    a0_self: readonly Tensor[],
    a1_other: readonly Tensor[],
    a2_alpha?: Scalar | undefined,
  ) => void
  'aten::_foreach_sub_.Scalar': (a0_self: readonly Tensor[], a1_scalar: Scalar) => void
  'aten::_foreach_sub_.ScalarList': (a0_self: readonly Tensor[], a1_scalars: readonly Scalar[]) => void
  'aten::_foreach_tan': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_tan_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_tanh': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_tanh_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_trunc': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_trunc_': (a0_self: readonly Tensor[]) => void
  'aten::_foreach_zero': (a0_self: readonly Tensor[]) => Tensor[]
  'aten::_foreach_zero_': (a0_self: readonly Tensor[]) => void
  'aten::_functional_assert_async.msg': (a0_self: Tensor, a1_assert_msg: string, a2_dep_token: Tensor) => Tensor
  'aten::_functional_assert_scalar': (a0_self: Scalar, a1_assert_msg: string, a2_dep_token: Tensor) => Tensor
  'aten::_functional_sym_constrain_range': (
    a0_size: Scalar,
    a1_min: number | null | undefined,
    a2_max: number | null | undefined,
    a3_dep_token: Tensor,
  ) => Tensor
  'aten::_functional_sym_constrain_range_for_size': (
    a0_size: Scalar,
    a1_min: number | null | undefined,
    a2_max: number | null | undefined,
    a3_dep_token: Tensor,
  ) => Tensor
  'aten::_fused_adagrad': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_state_sums: readonly Tensor[],
    a3_state_steps: readonly Tensor[],
    a4_lr: number,
    a5_lr_decay: number,
    a6_weight_decay: number,
    a7_eps: number,
    a8_maximize: boolean,
    a9_grad_scale?: Tensor | null | undefined,
    a10_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adagrad.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_state_sums: readonly Tensor[],
    a3_state_steps: readonly Tensor[],
    a4_lr: Tensor,
    a5_lr_decay: number,
    a6_weight_decay: number,
    a7_eps: number,
    a8_maximize: boolean,
    a9_grad_scale?: Tensor | null | undefined,
    a10_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adagrad_': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_state_sums: readonly Tensor[],
    a3_state_steps: readonly Tensor[],
    a4_lr: number,
    a5_lr_decay: number,
    a6_weight_decay: number,
    a7_eps: number,
    a8_maximize: boolean,
    a9_grad_scale?: Tensor | null | undefined,
    a10_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_adagrad_.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_state_sums: readonly Tensor[],
    a3_state_steps: readonly Tensor[],
    a4_lr: Tensor,
    a5_lr_decay: number,
    a6_weight_decay: number,
    a7_eps: number,
    a8_maximize: boolean,
    a9_grad_scale?: Tensor | null | undefined,
    a10_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_adam': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: number,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adam.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: Tensor,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adam_': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: number,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_adam_.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: Tensor,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_adamw': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: number,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adamw.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: Tensor,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[], Tensor[], Tensor[]]
  'aten::_fused_adamw_': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: number,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_adamw_.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_exp_avgs: readonly Tensor[],
    a3_exp_avg_sqs: readonly Tensor[],
    a4_max_exp_avg_sqs: readonly Tensor[],
    a5_state_steps: readonly Tensor[],
    a6_lr: Tensor,
    a7_beta1: number,
    a8_beta2: number,
    a9_weight_decay: number,
    a10_eps: number,
    a11_amsgrad: boolean,
    a12_maximize: boolean,
    a13_grad_scale?: Tensor | null | undefined,
    a14_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_dropout': (
    a0_self: Tensor,
    a1_p: number,
    a2_generator?: Generator | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_fused_moving_avg_obs_fq_helper': (
    a0_self: Tensor,
    a1_observer_on: Tensor,
    a2_fake_quant_on: Tensor,
    a3_running_min: Tensor,
    a4_running_max: Tensor,
    a5_scale: Tensor,
    a6_zero_point: Tensor,
    a7_averaging_const: number,
    a8_quant_min: number,
    a9_quant_max: number,
    a10_ch_axis: number,
    a11_per_row_fake_quant?: boolean | undefined,
    a12_symmetric_quant?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_fused_moving_avg_obs_fq_helper_functional': (
    a0_self: Tensor,
    a1_observer_on: Tensor,
    a2_fake_quant_on: Tensor,
    a3_running_min: Tensor,
    a4_running_max: Tensor,
    a5_scale: Tensor,
    a6_zero_point: Tensor,
    a7_averaging_const: number,
    a8_quant_min: number,
    a9_quant_max: number,
    a10_ch_axis: number,
    a11_per_row_fake_quant?: boolean | undefined,
    a12_symmetric_quant?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_fused_rms_norm': (
    a0_input: Tensor,
    a1_normalized_shape: readonly number[],
    a2_weight?: Tensor | null | undefined,
    a3_eps?: number | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_fused_sdp_choice': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_mask?: Tensor | null | undefined,
    a4_dropout_p?: number | undefined,
    a5_is_causal?: boolean | undefined,
    a6_scale?: number | null | undefined,
    a7_enable_gqa?: boolean | undefined,
  ) => number
  'aten::_fused_sgd': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_momentum_buffer_list: readonly Tensor[],
    a3_weight_decay: number,
    a4_momentum: number,
    a5_lr: number,
    a6_dampening: number,
    a7_nesterov: boolean,
    a8_maximize: boolean,
    a9_is_first_step: boolean,
    a10_grad_scale?: Tensor | null | undefined,
    a11_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[]]
  'aten::_fused_sgd.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_momentum_buffer_list: readonly Tensor[],
    a3_weight_decay: number,
    a4_momentum: number,
    a5_lr: Tensor,
    a6_dampening: number,
    a7_nesterov: boolean,
    a8_maximize: boolean,
    a9_is_first_step: boolean,
    a10_grad_scale?: Tensor | null | undefined,
    a11_found_inf?: Tensor | null | undefined,
  ) => [Tensor[], Tensor[], Tensor[]]
  'aten::_fused_sgd_': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_momentum_buffer_list: readonly Tensor[],
    a3_weight_decay: number,
    a4_momentum: number,
    a5_lr: number,
    a6_dampening: number,
    a7_nesterov: boolean,
    a8_maximize: boolean,
    a9_is_first_step: boolean,
    a10_grad_scale?: Tensor | null | undefined,
    a11_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fused_sgd_.tensor_lr': (
    a0_self: readonly Tensor[],
    a1_grads: readonly Tensor[],
    a2_momentum_buffer_list: readonly Tensor[],
    a3_weight_decay: number,
    a4_momentum: number,
    a5_lr: Tensor,
    a6_dampening: number,
    a7_nesterov: boolean,
    a8_maximize: boolean,
    a9_is_first_step: boolean,
    a10_grad_scale?: Tensor | null | undefined,
    a11_found_inf?: Tensor | null | undefined,
  ) => void
  'aten::_fw_primal': (a0_self: Tensor, a1_level: number) => Tensor
  'aten::_grid_sampler_2d_cpu_fallback': (
    a0_input: Tensor,
    a1_grid: Tensor,
    a2_interpolation_mode: number,
    a3_padding_mode: number,
    a4_align_corners: boolean,
  ) => Tensor
  'aten::_grouped_mm': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_offs?: Tensor | null | undefined,
    a3_bias?: Tensor | null | undefined,
    a4_out_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_has_compatible_shallow_copy_type': (a0_self: Tensor, a1_from: Tensor) => boolean
  'aten::_has_same_storage_numel': (a0_self: Tensor, a1_other: Tensor) => boolean
  'aten::_histogramdd_bin_edges': (
    a0_self: Tensor,
    a1_bins: readonly number[],
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => Tensor[]
  'aten::_histogramdd_from_bin_cts': (
    a0_self: Tensor,
    a1_bins: readonly number[],
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => Tensor
  'aten::_histogramdd_from_bin_tensors': (
    a0_self: Tensor,
    a1_bins: readonly Tensor[],
    a2_weight?: Tensor | null | undefined,
    a3_density?: boolean | undefined,
  ) => Tensor
  'aten::_index_put_impl': (
    a0_self: Tensor,
    a1_indices: readonly (Tensor | null)[],
    a2_values: Tensor,
    a3_accumulate?: boolean | undefined,
    a4_unsafe?: boolean | undefined,
  ) => Tensor
  'aten::_index_put_impl_': (
    a0_self: Tensor,
    a1_indices: readonly (Tensor | null)[],
    a2_values: Tensor,
    a3_accumulate?: boolean | undefined,
    a4_unsafe?: boolean | undefined,
  ) => Tensor
  'aten::_indices': (a0_self: Tensor) => Tensor
  'aten::_int_mm': (a0_self: Tensor, a1_mat2: Tensor) => Tensor
  'aten::_is_all_true': (a0_self: Tensor) => Tensor
  'aten::_is_any_true': (a0_self: Tensor) => Tensor
  'aten::_is_zerotensor': (a0_self: Tensor) => boolean
  'aten::_jagged_to_padded_dense_forward': (
    a0_values: Tensor,
    a1_offsets: readonly Tensor[],
    a2_max_lengths: readonly number[],
    a3_padding_value?: number | undefined,
  ) => Tensor
  'aten::_lazy_clone': (a0_self: Tensor) => Tensor
  'aten::_linalg_check_errors': (a0_info: Tensor, a1_api_name: string, a2_is_matrix: boolean) => void
  'aten::_linalg_det': (a0_A: Tensor) => [Tensor, Tensor, Tensor]
  'aten::_linalg_det.result': (
    a0_A: Tensor,
    a1_result: Tensor,
    a2_LU: Tensor,
    a3_pivots: Tensor,
  ) => [Tensor, Tensor, Tensor]
  'aten::_linalg_eigh': (
    a0_A: Tensor,
    a1_UPLO?: string | undefined,
    a2_compute_v?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_linalg_eigh.eigenvalues': (
    a0_A: Tensor,
    a1_UPLO: string | undefined,
    a2_compute_v: boolean | undefined,
    a3_eigenvalues: Tensor,
    a4_eigenvectors: Tensor,
  ) => [Tensor, Tensor]
  'aten::_linalg_eigvals': (a0_self: Tensor) => Tensor
  'aten::_linalg_slogdet': (a0_A: Tensor) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_linalg_slogdet.sign': (
    a0_A: Tensor,
    a1_sign: Tensor,
    a2_logabsdet: Tensor,
    a3_LU: Tensor,
    a4_pivots: Tensor,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_linalg_solve_ex': (
    a0_A: Tensor,
    a1_B: Tensor,
    a2_left?: boolean | undefined,
    a3_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_linalg_solve_ex.result': (
    a0_A: Tensor,
    a1_B: Tensor,
    a2_left: boolean | undefined,
    a3_check_errors: boolean | undefined,
    a4_result: Tensor,
    a5_LU: Tensor,
    a6_pivots: Tensor,
    a7_info: Tensor,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_linalg_svd': (
    a0_A: Tensor,
    a1_full_matrices?: boolean | undefined,
    a2_compute_uv?: boolean | undefined,
    a3_driver?: string | null | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::_linalg_svd.U': (
    a0_A: Tensor,
    a1_full_matrices: boolean | undefined,
    a2_compute_uv: boolean | undefined,
    a3_driver: string | null | undefined,
    a4_U: Tensor,
    a5_S: Tensor,
    a6_Vh: Tensor,
  ) => [Tensor, Tensor, Tensor]
  'aten::_local_scalar_dense': (a0_self: Tensor) => Scalar
  'aten::_log_softmax': (a0_self: Tensor, a1_dim: number, a2_half_to_float: boolean) => Tensor
  'aten::_logcumsumexp': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::_lstm_mps': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_lu_with_info': (
    a0_self: Tensor,
    a1_pivot?: boolean | undefined,
    a2_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::_make_dep_token': (
    a0_dtype?: DType | null | undefined,
    a1_layout?: Layout | null | undefined,
    a2_device?: string | null | undefined,
    a3_pin_memory?: boolean | null | undefined,
    a4_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::_make_dual': (a0_primal: Tensor, a1_tangent: Tensor, a2_level: number) => Tensor
  'aten::_make_per_channel_quantized_tensor': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_axis: number,
  ) => Tensor
  'aten::_make_per_tensor_quantized_tensor': (a0_self: Tensor, a1_scale: number, a2_zero_point: number) => Tensor
  'aten::_masked_scale': (a0_self: Tensor, a1_mask: Tensor, a2_scale: number) => Tensor
  'aten::_masked_softmax': (
    a0_self: Tensor,
    a1_mask: Tensor,
    a2_dim?: number | null | undefined,
    a3_mask_type?: number | null | undefined,
  ) => Tensor
  'aten::_mixed_dtypes_linear': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_scale: Tensor,
    a3_bias?: Tensor | null | undefined,
    a4_activation?: string | null | undefined,
  ) => Tensor
  'aten::_mkldnn_reshape': (a0_self: Tensor, a1_shape: readonly number[]) => Tensor
  'aten::_mkldnn_transpose': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::_mkldnn_transpose_': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::_mps_convolution': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::_mps_convolution_transpose': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_padding: readonly number[],
    a3_output_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::_native_batch_norm_legit': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor,
    a4_running_var: Tensor,
    a5_training: boolean,
    a6_momentum: number,
    a7_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::_native_batch_norm_legit.no_stats': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_training: boolean,
    a4_momentum: number,
    a5_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::_native_batch_norm_legit_functional': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor,
    a4_running_var: Tensor,
    a5_training: boolean,
    a6_momentum: number,
    a7_eps: number,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_native_batch_norm_legit_no_training': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor,
    a4_running_var: Tensor,
    a5_momentum: number,
    a6_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::_native_multi_head_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_embed_dim: number,
    a4_num_head: number,
    a5_qkv_weight: Tensor,
    a6_qkv_bias: Tensor,
    a7_proj_weight: Tensor,
    a8_proj_bias: Tensor,
    a9_mask?: Tensor | null | undefined,
    a10_need_weights?: boolean | undefined,
    a11_average_attn_weights?: boolean | undefined,
    a12_mask_type?: number | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_neg_view': (a0_self: Tensor) => Tensor
  'aten::_nested_compute_contiguous_strides_offsets': (a0_nested_size: Tensor) => [Tensor, Tensor]
  'aten::_nested_from_padded': (
    a0_padded: Tensor,
    a1_cpu_nested_shape_example: Tensor,
    a2_fuse_transform_0213?: boolean | undefined,
  ) => Tensor
  'aten::_nested_from_padded_and_nested_example': (a0_padded: Tensor, a1_nt_example: Tensor) => Tensor
  'aten::_nested_from_padded_tensor': (
    a0_padded: Tensor,
    a1_offsets: Tensor,
    a2_dummy: Tensor,
    a3_ragged_idx?: number | undefined,
    a4_min_seqlen?: Tensor | null | undefined,
    a5_max_seqlen?: Tensor | null | undefined,
    a6_sum_S?: number | null | undefined,
  ) => Tensor
  'aten::_nested_get_jagged_dummy': (a0_any: Tensor) => Tensor
  'aten::_nested_get_lengths': (a0_self: Tensor) => Tensor
  'aten::_nested_get_max_seqlen': (a0_self: Tensor) => Tensor
  'aten::_nested_get_min_seqlen': (a0_self: Tensor) => Tensor
  'aten::_nested_get_offsets': (a0_self: Tensor) => Tensor
  'aten::_nested_get_ragged_idx': (a0_self: Tensor) => number
  'aten::_nested_get_values': (a0_self: Tensor) => Tensor
  'aten::_nested_tensor_from_mask': (a0_t: Tensor, a1_mask: Tensor, a2_mask_check?: boolean | undefined) => Tensor
  'aten::_nested_tensor_from_mask_left_aligned': (a0_t: Tensor, a1_mask: Tensor) => boolean
  'aten::_nested_tensor_from_tensor_list': (
    a0_list: readonly Tensor[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_nested_tensor_size': (a0_self: Tensor) => Tensor
  'aten::_nested_tensor_softmax_with_shape': (a0_self: Tensor, a1_query: Tensor) => Tensor
  'aten::_nested_tensor_storage_offsets': (a0_self: Tensor) => Tensor
  'aten::_nested_tensor_strides': (a0_self: Tensor) => Tensor
  'aten::_nested_view_from_buffer': (
    a0_self: Tensor,
    a1_nested_size: Tensor,
    a2_nested_strides: Tensor,
    a3_offsets: Tensor,
  ) => Tensor
  'aten::_nested_view_from_jagged': (
    a0_self: Tensor,
    a1_offsets: Tensor,
    a2_dummy: Tensor,
    a3_lengths?: Tensor | null | undefined,
    a4_ragged_idx?: number | undefined,
    a5_min_seqlen?: Tensor | null | undefined,
    a6_max_seqlen?: Tensor | null | undefined,
  ) => Tensor
  'aten::_new_zeros_with_same_feature_meta': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_self_num_batch_dims?: number | undefined,
  ) => Tensor
  'aten::_nnpack_available': () => boolean
  'aten::_nnpack_spatial_convolution': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[] | number,
    a4_stride?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::_nnz': (a0_self: Tensor) => number
  'aten::_pack_padded_sequence': (a0_input: Tensor, a1_lengths: Tensor, a2_batch_first: boolean) => [Tensor, Tensor]
  'aten::_pad_circular': (a0_self: Tensor, a1_pad: readonly number[]) => Tensor
  'aten::_pad_enum': (
    a0_self: Tensor,
    a1_pad: readonly number[],
    a2_mode: number,
    a3_value?: number | null | undefined,
  ) => Tensor
  'aten::_pad_packed_sequence': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_batch_first: boolean,
    a3_padding_value: Scalar,
    a4_total_length: number,
  ) => [Tensor, Tensor]
  'aten::_padded_dense_to_jagged_forward': (
    a0_dense: Tensor,
    a1_offsets: readonly Tensor[],
    a2_total_L?: number | null | undefined,
  ) => Tensor
  'aten::_pdist_forward': (a0_self: Tensor, a1_p?: number | undefined) => Tensor
  'aten::_philox_key_fold_in': (a0_key: Tensor, a1_data: number) => Tensor
  'aten::_philox_key_split': (a0_key: Tensor, a1_num_splits: number) => Tensor
  'aten::_philox_normal': (
    a0_self: Tensor,
    a1_key: Tensor,
    a2_mean?: number | undefined,
    a3_std?: number | undefined,
  ) => Tensor
  'aten::_philox_normal_': (
    a0_self: Tensor,
    a1_key: Tensor,
    a2_mean?: number | undefined,
    a3_std?: number | undefined,
  ) => Tensor
  'aten::_philox_uniform': (
    a0_self: Tensor,
    a1_key: Tensor,
    a2_low?: number | undefined,
    a3_high?: number | undefined,
  ) => Tensor
  'aten::_philox_uniform_': (
    a0_self: Tensor,
    a1_key: Tensor,
    a2_low?: number | undefined,
    a3_high?: number | undefined,
  ) => Tensor
  'aten::_pin_memory': (a0_self: Tensor, a1_device?: string | null | undefined) => Tensor
  'aten::_prelu_kernel': (a0_self: Tensor, a1_weight: Tensor) => Tensor
  'aten::_print': (a0_s: string) => void
  'aten::_propagate_xla_data': (a0_input: Tensor, a1_output: Tensor) => void
  'aten::_remove_batch_dim': (a0_self: Tensor, a1_level: number, a2_batch_size: number, a3_out_dim: number) => Tensor
  'aten::_reshape_alias': (a0_self: Tensor, a1_size: readonly number[], a2_stride: readonly number[]) => Tensor
  'aten::_reshape_from_tensor': (a0_self: Tensor, a1_shape: Tensor) => Tensor
  'aten::_resize_output': (a0_self: Tensor, a1_size: readonly number[], a2_device: string) => Tensor
  'aten::_resize_output_': (a0_self: Tensor, a1_size: readonly number[], a2_device: string) => Tensor
  'aten::_rowwise_prune': (a0_weight: Tensor, a1_mask: Tensor, a2_compressed_indices_dtype: DType) => [Tensor, Tensor]
  'aten::_safe_softmax': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::_sample_dirichlet': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::_saturate_weight_to_fp16': (a0_weight: Tensor) => Tensor
  'aten::_scaled_dot_product_attention_math': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_mask?: Tensor | null | undefined,
    a4_dropout_p?: number | undefined,
    a5_is_causal?: boolean | undefined,
    a6_dropout_mask?: Tensor | null | undefined,
    a7_scale?: number | null | undefined,
    a8_enable_gqa?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_scaled_dot_product_attention_math_for_mps': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_mask?: Tensor | null | undefined,
    a4_dropout_p?: number | undefined,
    a5_is_causal?: boolean | undefined,
    a6_dropout_mask?: Tensor | null | undefined,
    a7_scale?: number | null | undefined,
    a8_enable_gqa?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_scaled_dot_product_cudnn_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_bias: Tensor | null | undefined,
    a4_compute_log_sumexp: boolean,
    a5_dropout_p?: number | undefined,
    a6_is_causal?: boolean | undefined,
    a7_return_debug_mask?: boolean | undefined,
    a8_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number, Tensor, Tensor, Tensor]
  'aten::_scaled_dot_product_efficient_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_bias: Tensor | null | undefined,
    a4_compute_log_sumexp: boolean,
    a5_dropout_p?: number | undefined,
    a6_is_causal?: boolean | undefined,
    a7_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::_scaled_dot_product_flash_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_dropout_p?: number | undefined,
    a4_is_causal?: boolean | undefined,
    a5_return_debug_mask?: boolean | undefined,
    a6_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number, Tensor, Tensor, Tensor]
  'aten::_scaled_dot_product_flash_attention.quantized': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_q_descale?: Tensor | null | undefined,
    a4_k_descale?: Tensor | null | undefined,
    a5_v_descale?: Tensor | null | undefined,
    a6_dropout_p?: number | undefined,
    a7_is_causal?: boolean | undefined,
    a8_return_debug_mask?: boolean | undefined,
    a9_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number, Tensor, Tensor, Tensor]
  'aten::_scaled_dot_product_flash_attention_for_cpu': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_dropout_p?: number | undefined,
    a4_is_causal?: boolean | undefined,
    a5_attn_mask?: Tensor | null | undefined,
    a6_scale?: number | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_scaled_dot_product_fused_attention_overrideable': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_bias?: Tensor | null | undefined,
    a4_dropout_p?: number | undefined,
    a5_is_causal?: boolean | undefined,
    a6_return_debug_mask?: boolean | undefined,
    a7_scale?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, number, number, Tensor, Tensor, Tensor]
  'aten::_scaled_grouped_mm': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_scale_a: Tensor,
    a3_scale_b: Tensor,
    a4_offs?: Tensor | null | undefined,
    a5_bias?: Tensor | null | undefined,
    a6_scale_result?: Tensor | null | undefined,
    a7_out_dtype?: DType | null | undefined,
    a8_use_fast_accum?: boolean | undefined,
  ) => Tensor
  'aten::_scaled_grouped_mm_v2': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_scale_a: readonly Tensor[],
    a3_recipe_a: readonly number[],
    a4_swizzle_a: readonly number[],
    a5_scale_b: readonly Tensor[],
    a6_recipe_b: readonly number[],
    a7_swizzle_b: readonly number[],
    a8_offs?: Tensor | null | undefined,
    a9_bias?: Tensor | null | undefined,
    a10_out_dtype?: DType | null | undefined,
    a11_contraction_dim?: readonly number[] | undefined,
    a12_use_fast_accum?: boolean | undefined,
  ) => Tensor
  'aten::_scaled_mm': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_scale_a: Tensor,
    a3_scale_b: Tensor,
    a4_bias?: Tensor | null | undefined,
    a5_scale_result?: Tensor | null | undefined,
    a6_out_dtype?: DType | null | undefined,
    a7_use_fast_accum?: boolean | undefined,
  ) => Tensor
  'aten::_scaled_mm_v2': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_scale_a: readonly Tensor[],
    a3_recipe_a: readonly number[],
    a4_swizzle_a: readonly number[],
    a5_scale_b: readonly Tensor[],
    a6_recipe_b: readonly number[],
    a7_swizzle_b: readonly number[],
    a8_bias?: Tensor | null | undefined,
    a9_out_dtype?: DType | null | undefined,
    a10_contraction_dim?: readonly number[] | undefined,
    a11_use_fast_accum?: boolean | undefined,
  ) => Tensor
  'aten::_shape_as_tensor': (a0_self: Tensor) => Tensor
  'aten::_slow_conv2d_forward': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
  ) => Tensor
  'aten::_slow_conv2d_forward.output': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
    a6_output: Tensor,
  ) => Tensor
  'aten::_sobol_engine_draw': (
    a0_quasi: Tensor,
    a1_n: number,
    a2_sobolstate: Tensor,
    a3_dimension: number,
    a4_num_generated: number,
    a5_dtype?: DType | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_sobol_engine_ff_': (
    a0_self: Tensor,
    a1_n: number,
    a2_sobolstate: Tensor,
    a3_dimension: number,
    a4_num_generated: number,
  ) => Tensor
  'aten::_sobol_engine_initialize_state_': (a0_self: Tensor, a1_dimension: number) => Tensor
  'aten::_sobol_engine_scramble_': (a0_self: Tensor, a1_ltm: Tensor, a2_dimension: number) => Tensor
  'aten::_softmax': (a0_self: Tensor, a1_dim: number, a2_half_to_float: boolean) => Tensor
  'aten::_sparse_addmm': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::_sparse_broadcast_to': (a0_self: Tensor, a1_size: readonly number[]) => Tensor
  'aten::_sparse_bsc_tensor_unsafe': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_bsr_tensor_unsafe': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_compressed_tensor_unsafe': (
    a0_compressed_indices: Tensor,
    a1_plain_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_compressed_tensor_with_dims': (
    a0_nnz: number,
    a1_dense_dim: number,
    a2_size: readonly number[],
    a3_blocksize: readonly number[],
    a4_index_dtype: DType,
    a5_dtype?: DType | null | undefined,
    a6_layout?: Layout | null | undefined,
    a7_device?: string | null | undefined,
    a8_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_coo_tensor_unsafe': (
    a0_indices: Tensor,
    a1_values: Tensor,
    a2_size: readonly number[],
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
    a7_is_coalesced?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_coo_tensor_with_dims': (
    a0_sparse_dim: number,
    a1_dense_dim: number,
    a2_size: readonly number[],
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_coo_tensor_with_dims_and_tensors': (
    a0_sparse_dim: number,
    a1_dense_dim: number,
    a2_size: readonly number[],
    a3_indices: Tensor,
    a4_values: Tensor,
    a5_dtype?: DType | null | undefined,
    a6_layout?: Layout | null | undefined,
    a7_device?: string | null | undefined,
    a8_pin_memory?: boolean | null | undefined,
    a9_is_coalesced?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_csc_tensor_unsafe': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_csr_prod.dim_dtype': (
    a0_self: Tensor,
    a1_dim: readonly number[] | number,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_sparse_csr_sum.dim_dtype': (
    a0_self: Tensor,
    a1_dim: readonly number[] | number,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_sparse_csr_tensor_unsafe': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::_sparse_log_softmax': (a0_self: Tensor, a1_dim: number, a2_half_to_float: boolean) => Tensor
  'aten::_sparse_log_softmax.int': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::_sparse_mask_projection': (
    a0_self: Tensor,
    a1_mask: Tensor,
    a2_accumulate_matches?: boolean | undefined,
  ) => Tensor
  'aten::_sparse_mm': (a0_sparse: Tensor, a1_dense: Tensor) => Tensor
  'aten::_sparse_mm.reduce': (a0_sparse: Tensor, a1_dense: Tensor, a2_reduce: string) => Tensor
  'aten::_sparse_mm_reduce_impl': (a0_self: Tensor, a1_other: Tensor, a2_reduce: string) => [Tensor, Tensor]
  'aten::_sparse_semi_structured_addmm': (
    a0_input: Tensor,
    a1_mat1: Tensor,
    a2_mat1_meta: Tensor,
    a3_mat2: Tensor,
    a4_alpha?: Scalar | undefined,
    a5_beta?: Scalar | undefined,
    a6_out_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_sparse_semi_structured_apply': (a0_input: Tensor, a1_thread_masks: Tensor) => [Tensor, Tensor]
  'aten::_sparse_semi_structured_apply_dense': (a0_input: Tensor, a1_thread_masks: Tensor) => Tensor
  'aten::_sparse_semi_structured_linear': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_meta: Tensor,
    a3_bias?: Tensor | null | undefined,
    a4_activation?: string | null | undefined,
    a5_out_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_sparse_semi_structured_mm': (
    a0_mat1: Tensor,
    a1_mat1_meta: Tensor,
    a2_mat2: Tensor,
    a3_out_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::_sparse_semi_structured_tile': (
    a0_input: Tensor,
    a1_algorithm?: string | undefined,
    a2_use_cutlass?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::_sparse_softmax': (a0_self: Tensor, a1_dim: number, a2_half_to_float: boolean) => Tensor
  'aten::_sparse_softmax.int': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::_sparse_sparse_matmul': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::_sparse_sum': (a0_self: Tensor) => Tensor
  'aten::_sparse_sum.dim': (a0_self: Tensor, a1_dim: readonly number[] | number) => Tensor
  'aten::_sparse_sum.dim_dtype': (a0_self: Tensor, a1_dim: readonly number[] | number, a2_dtype: DType) => Tensor
  'aten::_sparse_sum.dtype': (a0_self: Tensor, a1_dtype: DType) => Tensor
  'aten::_spdiags': (
    a0_diagonals: Tensor,
    a1_offsets: Tensor,
    a2_shape: readonly number[],
    a3_layout?: Layout | null | undefined,
  ) => Tensor
  'aten::_spsolve': (a0_A: Tensor, a1_B: Tensor, a2_left?: boolean | undefined) => Tensor
  'aten::_stack': (a0_tensors: readonly Tensor[], a1_dim?: number | undefined) => Tensor
  'aten::_standard_gamma': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::_standard_gamma_grad': (a0_self: Tensor, a1_output: Tensor) => Tensor
  'aten::_test_ambiguous_defaults.a': (a0_dummy: Tensor, a1_a?: number | undefined, a2_b?: number | undefined) => Tensor
  'aten::_test_ambiguous_defaults.b': (a0_dummy: Tensor, a1_a?: number | undefined, a2_b?: string | undefined) => Tensor
  'aten::_test_autograd_multiple_dispatch.fullcoverage': (a0_self: Tensor) => Tensor
  'aten::_test_autograd_multiple_dispatch.ntonly': (a0_self: Tensor, a1_b: boolean) => Tensor
  'aten::_test_autograd_multiple_dispatch_view': (a0_self: Tensor) => Tensor
  'aten::_test_check_tensor': (a0_self: Tensor) => Tensor
  'aten::_test_functorch_fallback': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::_test_optional_filled_intlist': (
    a0_values: Tensor,
    a1_addends?: readonly number[] | number | null | undefined,
  ) => Tensor
  'aten::_test_optional_floatlist': (a0_values: Tensor, a1_addends?: readonly number[] | null | undefined) => Tensor
  'aten::_test_optional_intlist': (a0_values: Tensor, a1_addends?: readonly number[] | null | undefined) => Tensor
  'aten::_test_parallel_materialize': (
    a0_self: Tensor,
    a1_num_parallel: number,
    a2_skip_first?: boolean | undefined,
  ) => Tensor
  'aten::_test_serialization_subcmul': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::_test_string_default': (a0_dummy: Tensor, a1_a?: string | undefined, a2_b?: string | undefined) => Tensor
  'aten::_test_warn_in_autograd': (a0_self: Tensor) => Tensor
  'aten::_thnn_fused_gru_cell': (
    a0_input_gates: Tensor,
    a1_hidden_gates: Tensor,
    a2_hx: Tensor,
    a3_input_bias?: Tensor | null | undefined,
    a4_hidden_bias?: Tensor | null | undefined,
  ) => [Tensor, Tensor]
  'aten::_thnn_fused_lstm_cell': (
    a0_input_gates: Tensor,
    a1_hidden_gates: Tensor,
    a2_cx: Tensor,
    a3_input_bias?: Tensor | null | undefined,
    a4_hidden_bias?: Tensor | null | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::_to_cpu': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::_to_dense': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_masked_grad?: boolean | null | undefined,
  ) => Tensor
  'aten::_to_sparse': (
    a0_self: Tensor,
    a1_layout?: Layout | null | undefined,
    a2_blocksize?: readonly number[] | number | null | undefined,
    a3_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::_to_sparse.sparse_dim': (a0_self: Tensor, a1_sparse_dim: number) => Tensor
  'aten::_to_sparse_bsc': (
    a0_self: Tensor,
    a1_blocksize: readonly number[] | number,
    a2_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::_to_sparse_bsr': (
    a0_self: Tensor,
    a1_blocksize: readonly number[] | number,
    a2_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::_to_sparse_csc': (a0_self: Tensor, a1_dense_dim?: number | null | undefined) => Tensor
  'aten::_to_sparse_csr': (a0_self: Tensor, a1_dense_dim?: number | null | undefined) => Tensor
  'aten::_to_sparse_semi_structured': (a0_dense: Tensor) => [Tensor, Tensor]
  'aten::_transform_bias_rescale_qkv': (
    a0_qkv: Tensor,
    a1_qkv_bias: Tensor,
    a2_num_heads: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::_transformer_encoder_layer_fwd': (
    a0_src: Tensor,
    a1_embed_dim: number,
    a2_num_heads: number,
    a3_qkv_weight: Tensor,
    a4_qkv_bias: Tensor,
    a5_proj_weight: Tensor,
    a6_proj_bias: Tensor,
    a7_use_gelu: boolean,
    a8_norm_first: boolean,
    a9_eps: number,
    a10_norm_weight_1: Tensor,
    a11_norm_bias_1: Tensor,
    a12_norm_weight_2: Tensor,
    a13_norm_bias_2: Tensor,
    a14_ffn_weight_1: Tensor,
    a15_ffn_bias_1: Tensor,
    a16_ffn_weight_2: Tensor,
    a17_ffn_bias_2: Tensor,
    a18_mask?: Tensor | null | undefined,
    a19_mask_type?: number | null | undefined,
  ) => Tensor
  'aten::_trilinear': (
    a0_i1: Tensor,
    a1_i2: Tensor,
    a2_i3: Tensor,
    a3_expand1: readonly number[],
    a4_expand2: readonly number[],
    a5_expand3: readonly number[],
    a6_sumdim: readonly number[],
    a7_unroll_dim?: number | undefined,
  ) => Tensor
  'aten::_triton_multi_head_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_embed_dim: number,
    a4_num_head: number,
    a5_qkv_weight: Tensor,
    a6_qkv_bias: Tensor,
    a7_proj_weight: Tensor,
    a8_proj_bias: Tensor,
    a9_mask?: Tensor | null | undefined,
  ) => Tensor
  'aten::_triton_scaled_dot_attention': (
    a0_q: Tensor,
    a1_k: Tensor,
    a2_v: Tensor,
    a3_dropout_p?: number | undefined,
  ) => Tensor
  'aten::_unique': (
    a0_self: Tensor,
    a1_sorted?: boolean | undefined,
    a2_return_inverse?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::_unique2': (
    a0_self: Tensor,
    a1_sorted?: boolean | undefined,
    a2_return_inverse?: boolean | undefined,
    a3_return_counts?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::_unpack_dual': (a0_dual: Tensor, a1_level: number) => [Tensor, Tensor]
  'aten::_unsafe_index.Tensor': (a0_self: Tensor, a1_indices: readonly (Tensor | null)[]) => Tensor
  'aten::_unsafe_index_put': (
    a0_self: Tensor,
    a1_indices: readonly (Tensor | null)[],
    a2_values: Tensor,
    a3_accumulate?: boolean | undefined,
  ) => Tensor
  'aten::_unsafe_masked_index': (
    a0_self: Tensor,
    a1_mask: Tensor,
    a2_indices: readonly (Tensor | null)[],
    a3_fill: Scalar,
  ) => Tensor
  'aten::_unsafe_masked_index_put_accumulate': (
    a0_self: Tensor,
    a1_mask: Tensor,
    a2_indices: readonly (Tensor | null)[],
    a3_values: Tensor,
  ) => Tensor
  'aten::_unsafe_view': (a0_self: Tensor, a1_size: readonly number[]) => Tensor
  'aten::_upsample_bicubic2d_aa': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_bicubic2d_aa.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_upsample_bilinear2d_aa': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_bilinear2d_aa.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_upsample_lanczos2d_aa': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_lanczos2d_aa.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact1d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact1d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact2d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales_h?: number | null | undefined,
    a3_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact2d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact3d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales_d?: number | null | undefined,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::_upsample_nearest_exact3d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::_use_cudnn_ctc_loss': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank: number,
  ) => boolean
  'aten::_use_cudnn_ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank: number,
  ) => boolean
  'aten::_use_cudnn_rnn_flatten_weight': () => boolean
  'aten::_use_miopen_ctc_loss': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank: number,
  ) => boolean
  'aten::_use_miopen_ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank: number,
  ) => boolean
  'aten::_validate_compressed_sparse_indices': (
    a0_is_crow: boolean,
    a1_compressed_idx: Tensor,
    a2_plain_idx: Tensor,
    a3_cdim: number,
    a4_dim: number,
    a5_nnz: number,
  ) => void
  'aten::_validate_sparse_bsc_tensor_args': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_validate_sparse_bsr_tensor_args': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_validate_sparse_compressed_tensor_args': (
    a0_compressed_indices: Tensor,
    a1_plain_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_layout: Layout,
    a5_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_validate_sparse_coo_tensor_args': (
    a0_indices: Tensor,
    a1_values: Tensor,
    a2_size: readonly number[],
    a3_is_coalesced?: boolean | null | undefined,
    a4_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_validate_sparse_csc_tensor_args': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_validate_sparse_csr_tensor_args': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_check_pinning?: boolean | null | undefined,
  ) => void
  'aten::_values': (a0_self: Tensor) => Tensor
  'aten::_version': (a0_self: Tensor) => number
  'aten::_weight_int4pack_mm': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_qGroupSize: number,
    a3_qScaleAndZeros: Tensor,
  ) => Tensor
  'aten::_weight_int4pack_mm_for_cpu': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_qGroupSize: number,
    a3_qScaleAndZeros: Tensor,
  ) => Tensor
  'aten::_weight_int4pack_mm_with_scales_and_zeros': (
    a0_self: Tensor,
    a1_mat2: Tensor,
    a2_qGroupSize: number,
    a3_qScale: Tensor,
    a4_qZeros: Tensor,
  ) => Tensor
  'aten::_weight_int8pack_mm': (a0_self: Tensor, a1_mat2: Tensor, a2_scales: Tensor) => Tensor
  'aten::_weight_norm': (a0_v: Tensor, a1_g: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::_weight_norm_interface': (a0_v: Tensor, a1_g: Tensor, a2_dim?: number | undefined) => [Tensor, Tensor]
  'aten::_wrapped_linear_prepack': (
    a0_weight: Tensor,
    a1_weight_scale: Tensor,
    a2_weight_zero_point: Tensor,
    a3_bias: Tensor,
  ) => Tensor
  'aten::_wrapped_quantized_linear_prepacked': (
    a0_input: Tensor,
    a1_input_scale: Tensor,
    a2_input_zero_point: Tensor,
    a3_packed_weight: Tensor,
    a4_output_scale: Tensor,
    a5_output_zero_point: Tensor,
    a6_out_channel: number,
  ) => Tensor
  'aten::abs': (a0_self: Tensor) => Tensor
  'aten::abs_': (a0_self: Tensor) => Tensor
  'aten::absolute': (a0_self: Tensor) => Tensor
  'aten::absolute_': (a0_self: Tensor) => Tensor
  'aten::acos': (a0_self: Tensor) => Tensor
  'aten::acos_': (a0_self: Tensor) => Tensor
  'aten::acosh': (a0_self: Tensor) => Tensor
  'aten::acosh_': (a0_self: Tensor) => Tensor
  'aten::adaptive_avg_pool1d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::adaptive_avg_pool2d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::adaptive_avg_pool3d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::adaptive_max_pool1d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => [Tensor, Tensor]
  'aten::adaptive_max_pool2d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => [Tensor, Tensor]
  'aten::adaptive_max_pool3d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => [Tensor, Tensor]
  'aten::add.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::add.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::add_.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::add_.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::addbmm': (
    a0_self: Tensor,
    a1_batch1: Tensor,
    a2_batch2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addbmm_': (
    a0_self: Tensor,
    a1_batch1: Tensor,
    a2_batch2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addcdiv': (a0_self: Tensor, a1_tensor1: Tensor, a2_tensor2: Tensor, a3_value?: Scalar | undefined) => Tensor
  'aten::addcdiv_': (a0_self: Tensor, a1_tensor1: Tensor, a2_tensor2: Tensor, a3_value?: Scalar | undefined) => Tensor
  'aten::addcmul': (a0_self: Tensor, a1_tensor1: Tensor, a2_tensor2: Tensor, a3_value?: Scalar | undefined) => Tensor
  'aten::addcmul_': (a0_self: Tensor, a1_tensor1: Tensor, a2_tensor2: Tensor, a3_value?: Scalar | undefined) => Tensor
  'aten::addmm': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addmm.dtype': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_out_dtype: DType,
    a4_beta?: Scalar | undefined,
    a5_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addmm_': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addmv': (
    a0_self: Tensor,
    a1_mat: Tensor,
    a2_vec: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addmv_': (
    a0_self: Tensor,
    a1_mat: Tensor,
    a2_vec: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addr': (
    a0_self: Tensor,
    a1_vec1: Tensor,
    a2_vec2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::addr_': (
    a0_self: Tensor,
    a1_vec1: Tensor,
    a2_vec2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::adjoint': (a0_self: Tensor) => Tensor
  'aten::affine_grid_generator': (a0_theta: Tensor, a1_size: readonly number[], a2_align_corners: boolean) => Tensor
  'aten::alias': (a0_self: Tensor) => Tensor
  'aten::all': (a0_self: Tensor) => Tensor
  'aten::all.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => Tensor
  'aten::all.dims': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | null | undefined,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::allclose': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rtol?: number | undefined,
    a3_atol?: number | undefined,
    a4_equal_nan?: boolean | undefined,
  ) => boolean
  'aten::alpha_dropout': (a0_input: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::alpha_dropout_': (a0_self: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::amax': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | undefined,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::amin': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | undefined,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::aminmax': (
    a0_self: Tensor,
    a1_dim?: number | null | undefined,
    a2_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::angle': (a0_self: Tensor) => Tensor
  'aten::any': (a0_self: Tensor) => Tensor
  'aten::any.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => Tensor
  'aten::any.dims': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | null | undefined,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::arange': (
    a0_end: Scalar,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::arange.start': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::arange.start_step': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_step?: Scalar | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::arccos': (a0_self: Tensor) => Tensor
  'aten::arccos_': (a0_self: Tensor) => Tensor
  'aten::arccosh': (a0_self: Tensor) => Tensor
  'aten::arccosh_': (a0_self: Tensor) => Tensor
  'aten::arcsin': (a0_self: Tensor) => Tensor
  'aten::arcsin_': (a0_self: Tensor) => Tensor
  'aten::arcsinh': (a0_self: Tensor) => Tensor
  'aten::arcsinh_': (a0_self: Tensor) => Tensor
  'aten::arctan': (a0_self: Tensor) => Tensor
  'aten::arctan2': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::arctan2_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::arctan_': (a0_self: Tensor) => Tensor
  'aten::arctanh': (a0_self: Tensor) => Tensor
  'aten::arctanh_': (a0_self: Tensor) => Tensor
  'aten::argmax': (a0_self: Tensor, a1_dim?: number | null | undefined, a2_keepdim?: boolean | undefined) => Tensor
  'aten::argmin': (a0_self: Tensor, a1_dim?: number | null | undefined, a2_keepdim?: boolean | undefined) => Tensor
  'aten::argsort': (a0_self: Tensor, a1_dim?: number | undefined, a2_descending?: boolean | undefined) => Tensor
  'aten::argsort.stable': (
    a0_self: Tensor,
    a1_stable: boolean,
    a2_dim?: number | undefined,
    a3_descending?: boolean | undefined,
  ) => Tensor
  'aten::argwhere': (a0_self: Tensor) => Tensor
  'aten::as_strided': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_stride: readonly number[],
    a3_storage_offset?: number | null | undefined,
  ) => Tensor
  'aten::as_strided_': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_stride: readonly number[],
    a3_storage_offset?: number | null | undefined,
  ) => Tensor
  'aten::as_strided_scatter': (
    a0_self: Tensor,
    a1_src: Tensor,
    a2_size: readonly number[],
    a3_stride: readonly number[],
    a4_storage_offset?: number | null | undefined,
  ) => Tensor
  'aten::asin': (a0_self: Tensor) => Tensor
  'aten::asin_': (a0_self: Tensor) => Tensor
  'aten::asinh': (a0_self: Tensor) => Tensor
  'aten::asinh_': (a0_self: Tensor) => Tensor
  'aten::atan': (a0_self: Tensor) => Tensor
  'aten::atan2': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::atan2_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::atan_': (a0_self: Tensor) => Tensor
  'aten::atanh': (a0_self: Tensor) => Tensor
  'aten::atanh_': (a0_self: Tensor) => Tensor
  'aten::atleast_1d': (a0_self: Tensor) => Tensor
  'aten::atleast_1d.Sequence': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::atleast_2d': (a0_self: Tensor) => Tensor
  'aten::atleast_2d.Sequence': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::atleast_3d': (a0_self: Tensor) => Tensor
  'aten::atleast_3d.Sequence': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::avg_pool1d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_ceil_mode?: boolean | undefined,
    a5_count_include_pad?: boolean | undefined,
  ) => Tensor
  'aten::avg_pool2d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_ceil_mode?: boolean | undefined,
    a5_count_include_pad?: boolean | undefined,
    a6_divisor_override?: number | null | undefined,
  ) => Tensor
  'aten::avg_pool3d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_ceil_mode?: boolean | undefined,
    a5_count_include_pad?: boolean | undefined,
    a6_divisor_override?: number | null | undefined,
  ) => Tensor
  'aten::baddbmm': (
    a0_self: Tensor,
    a1_batch1: Tensor,
    a2_batch2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::baddbmm.dtype': (
    a0_self: Tensor,
    a1_batch1: Tensor,
    a2_batch2: Tensor,
    a3_out_dtype: DType,
    a4_beta?: Scalar | undefined,
    a5_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::baddbmm_': (
    a0_self: Tensor,
    a1_batch1: Tensor,
    a2_batch2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::bartlett_window': (
    a0_window_length: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::bartlett_window.periodic': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::batch_norm': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_training: boolean,
    a6_momentum: number,
    a7_eps: number,
    a8_cudnn_enabled: boolean,
  ) => Tensor
  'aten::batch_norm_elemt': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_mean: Tensor,
    a4_invstd: Tensor,
    a5_eps: number,
  ) => Tensor
  'aten::batch_norm_gather_stats': (
    a0_input: Tensor,
    a1_mean: Tensor,
    a2_invstd: Tensor,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_momentum: number,
    a6_eps: number,
    a7_count: number,
  ) => [Tensor, Tensor]
  'aten::batch_norm_gather_stats_with_counts': (
    a0_input: Tensor,
    a1_mean: Tensor,
    a2_invstd: Tensor,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_momentum: number,
    a6_eps: number,
    a7_counts: Tensor,
  ) => [Tensor, Tensor]
  'aten::batch_norm_stats': (a0_input: Tensor, a1_eps: number) => [Tensor, Tensor]
  'aten::batch_norm_update_stats': (
    a0_input: Tensor,
    a1_running_mean: Tensor | null | undefined,
    a2_running_var: Tensor | null | undefined,
    a3_momentum: number,
  ) => [Tensor, Tensor]
  'aten::bernoulli': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::bernoulli.Tensor': (a0_self: Tensor, a1_p: Tensor, a2_generator?: Generator | null | undefined) => Tensor
  'aten::bernoulli.p': (a0_self: Tensor, a1_p: number, a2_generator?: Generator | null | undefined) => Tensor
  'aten::bernoulli_.Tensor': (a0_self: Tensor, a1_p: Tensor, a2_generator?: Generator | null | undefined) => Tensor
  'aten::bernoulli_.float': (
    a0_self: Tensor,
    a1_p?: number | undefined,
    a2_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::bilinear': (
    a0_input1: Tensor,
    a1_input2: Tensor,
    a2_weight: Tensor,
    a3_bias?: Tensor | null | undefined,
  ) => Tensor
  'aten::binary_cross_entropy': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_reduction?: number | undefined,
  ) => Tensor
  'aten::binary_cross_entropy_with_logits': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_pos_weight?: Tensor | null | undefined,
    a4_reduction?: number | undefined,
  ) => Tensor
  'aten::bincount': (
    a0_self: Tensor,
    a1_weights?: Tensor | null | undefined,
    a2_minlength?: number | undefined,
  ) => Tensor
  'aten::binomial': (a0_count: Tensor, a1_prob: Tensor, a2_generator?: Generator | null | undefined) => Tensor
  'aten::bitwise_and.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_and.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::bitwise_and.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_and_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_and_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_left_shift.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::bitwise_left_shift.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_left_shift.Tensor_Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_left_shift_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_left_shift_.Tensor_Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_not': (a0_self: Tensor) => Tensor
  'aten::bitwise_not_': (a0_self: Tensor) => Tensor
  'aten::bitwise_or.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_or.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::bitwise_or.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_or_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_or_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_right_shift.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::bitwise_right_shift.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_right_shift.Tensor_Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_right_shift_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_right_shift_.Tensor_Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_xor.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_xor.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::bitwise_xor.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::bitwise_xor_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::bitwise_xor_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::blackman_window': (
    a0_window_length: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::blackman_window.periodic': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::block_diag': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::bmm': (a0_self: Tensor, a1_mat2: Tensor) => Tensor
  'aten::bmm.dtype': (a0_self: Tensor, a1_mat2: Tensor, a2_out_dtype: DType) => Tensor
  'aten::broadcast_tensors': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::broadcast_to': (a0_self: Tensor, a1_size: readonly number[]) => Tensor
  'aten::bucketize.Scalar': (
    a0_self: Scalar,
    a1_boundaries: Tensor,
    a2_out_int32?: boolean | undefined,
    a3_right?: boolean | undefined,
  ) => Tensor
  'aten::bucketize.Tensor': (
    a0_self: Tensor,
    a1_boundaries: Tensor,
    a2_out_int32?: boolean | undefined,
    a3_right?: boolean | undefined,
  ) => Tensor
  'aten::can_cast': (a0_from_: DType, a1_to: DType) => boolean
  'aten::cartesian_prod': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::cat': (a0_tensors: readonly Tensor[], a1_dim?: number | undefined) => Tensor
  'aten::cauchy': (
    a0_self: Tensor,
    a1_median?: number | undefined,
    a2_sigma?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::cauchy_': (
    a0_self: Tensor,
    a1_median?: number | undefined,
    a2_sigma?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::ccol_indices': (a0_self: Tensor) => Tensor
  'aten::cdist': (
    a0_x1: Tensor,
    a1_x2: Tensor,
    a2_p?: number | undefined,
    a3_compute_mode?: number | null | undefined,
  ) => Tensor
  'aten::ceil': (a0_self: Tensor) => Tensor
  'aten::ceil_': (a0_self: Tensor) => Tensor
  'aten::celu': (a0_self: Tensor, a1_alpha?: Scalar | undefined) => Tensor
  'aten::celu_': (a0_self: Tensor, a1_alpha?: Scalar | undefined) => Tensor
  'aten::chain_matmul': (a0_matrices: readonly Tensor[]) => Tensor
  'aten::chalf': (a0_self: Tensor, a1_memory_format?: MemoryFormat | null | undefined) => Tensor
  'aten::channel_shuffle': (a0_self: Tensor, a1_groups: number) => Tensor
  'aten::cholesky': (a0_self: Tensor, a1_upper?: boolean | undefined) => Tensor
  'aten::cholesky_inverse': (a0_self: Tensor, a1_upper?: boolean | undefined) => Tensor
  'aten::cholesky_solve': (a0_self: Tensor, a1_input2: Tensor, a2_upper?: boolean | undefined) => Tensor
  'aten::choose_qparams_optimized': (
    a0_input: Tensor,
    a1_numel: number,
    a2_n_bins: number,
    a3_ratio: number,
    a4_bit_width: number,
  ) => [Tensor, Tensor]
  'aten::chunk': (a0_self: Tensor, a1_chunks: number, a2_dim?: number | undefined) => Tensor[]
  'aten::clamp': (a0_self: Tensor, a1_min?: Scalar | null | undefined, a2_max?: Scalar | null | undefined) => Tensor
  'aten::clamp.Tensor': (
    a0_self: Tensor,
    a1_min?: Tensor | null | undefined,
    a2_max?: Tensor | null | undefined,
  ) => Tensor
  'aten::clamp_': (a0_self: Tensor, a1_min?: Scalar | null | undefined, a2_max?: Scalar | null | undefined) => Tensor
  'aten::clamp_.Tensor': (
    a0_self: Tensor,
    a1_min?: Tensor | null | undefined,
    a2_max?: Tensor | null | undefined,
  ) => Tensor
  'aten::clamp_max': (a0_self: Tensor, a1_max: Scalar) => Tensor
  'aten::clamp_max.Tensor': (a0_self: Tensor, a1_max: Tensor) => Tensor
  'aten::clamp_max_': (a0_self: Tensor, a1_max: Scalar) => Tensor
  'aten::clamp_max_.Tensor': (a0_self: Tensor, a1_max: Tensor) => Tensor
  'aten::clamp_min': (a0_self: Tensor, a1_min: Scalar) => Tensor
  'aten::clamp_min.Tensor': (a0_self: Tensor, a1_min: Tensor) => Tensor
  'aten::clamp_min_': (a0_self: Tensor, a1_min: Scalar) => Tensor
  'aten::clamp_min_.Tensor': (a0_self: Tensor, a1_min: Tensor) => Tensor
  'aten::clip': (a0_self: Tensor, a1_min?: Scalar | null | undefined, a2_max?: Scalar | null | undefined) => Tensor
  'aten::clip.Tensor': (
    a0_self: Tensor,
    a1_min?: Tensor | null | undefined,
    a2_max?: Tensor | null | undefined,
  ) => Tensor
  'aten::clip_': (a0_self: Tensor, a1_min?: Scalar | null | undefined, a2_max?: Scalar | null | undefined) => Tensor
  'aten::clip_.Tensor': (
    a0_self: Tensor,
    a1_min?: Tensor | null | undefined,
    a2_max?: Tensor | null | undefined,
  ) => Tensor
  'aten::clone': (a0_self: Tensor, a1_memory_format?: MemoryFormat | null | undefined) => Tensor
  'aten::coalesce': (a0_self: Tensor) => Tensor
  'aten::col2im': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_kernel_size: readonly number[] | number,
    a3_dilation: readonly number[] | number,
    a4_padding: readonly number[] | number,
    a5_stride: readonly number[] | number,
  ) => Tensor
  'aten::col_indices': (a0_self: Tensor) => Tensor
  'aten::column_stack': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::combinations': (
    a0_self: Tensor,
    a1_r?: number | undefined,
    a2_with_replacement?: boolean | undefined,
  ) => Tensor
  'aten::complex': (a0_real: Tensor, a1_imag: Tensor) => Tensor
  'aten::concat': (a0_tensors: readonly Tensor[], a1_dim?: number | undefined) => Tensor
  'aten::concatenate': (a0_tensors: readonly Tensor[], a1_dim?: number | undefined) => Tensor
  'aten::conj': (a0_self: Tensor) => Tensor
  'aten::conj_physical': (a0_self: Tensor) => Tensor
  'aten::conj_physical_': (a0_self: Tensor) => Tensor
  'aten::constant_pad_nd': (a0_self: Tensor, a1_pad: readonly number[], a2_value?: Scalar | undefined) => Tensor
  'aten::contiguous': (a0_self: Tensor, a1_memory_format?: MemoryFormat | undefined) => Tensor
  'aten::conv1d': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv1d.padding': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: string | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv2d': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv2d.padding': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: string | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv3d': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv3d.padding': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: string | undefined,
    a5_dilation?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
  ) => Tensor
  'aten::conv_depthwise3d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
    a6_dilation: readonly number[] | number,
  ) => Tensor
  'aten::conv_tbc': (a0_self: Tensor, a1_weight: Tensor, a2_bias: Tensor, a3_pad?: number | undefined) => Tensor
  'aten::conv_transpose1d': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_output_padding?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
    a7_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::conv_transpose2d.input': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_output_padding?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
    a7_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::conv_transpose3d.input': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
    a3_stride?: readonly number[] | number | undefined,
    a4_padding?: readonly number[] | number | undefined,
    a5_output_padding?: readonly number[] | number | undefined,
    a6_groups?: number | undefined,
    a7_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::convolution': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_transposed: boolean,
    a7_output_padding: readonly number[],
    a8_groups: number,
  ) => Tensor
  'aten::convolution_overrideable': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_transposed: boolean,
    a7_output_padding: readonly number[],
    a8_groups: number,
  ) => Tensor
  'aten::copy': (a0_self: Tensor, a1_src: Tensor, a2_non_blocking?: boolean | undefined) => Tensor
  'aten::copy_': (a0_self: Tensor, a1_src: Tensor, a2_non_blocking?: boolean | undefined) => Tensor
  'aten::copy_sparse_to_sparse': (a0_self: Tensor, a1_src: Tensor, a2_non_blocking?: boolean | undefined) => Tensor
  'aten::copy_sparse_to_sparse_': (a0_self: Tensor, a1_src: Tensor, a2_non_blocking?: boolean | undefined) => Tensor
  'aten::copysign.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::copysign.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::copysign_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::copysign_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::corrcoef': (a0_self: Tensor) => Tensor
  'aten::cos': (a0_self: Tensor) => Tensor
  'aten::cos_': (a0_self: Tensor) => Tensor
  'aten::cosh': (a0_self: Tensor) => Tensor
  'aten::cosh_': (a0_self: Tensor) => Tensor
  'aten::cosine_embedding_loss': (
    a0_input1: Tensor,
    a1_input2: Tensor,
    a2_target: Tensor,
    a3_margin?: number | undefined,
    a4_reduction?: number | undefined,
  ) => Tensor
  'aten::cosine_similarity': (
    a0_x1: Tensor,
    a1_x2: Tensor,
    a2_dim?: number | undefined,
    a3_eps?: number | undefined,
  ) => Tensor
  'aten::count_nonzero': (a0_self: Tensor, a1_dim?: number | null | undefined) => Tensor
  'aten::count_nonzero.dim_IntList': (a0_self: Tensor, a1_dim: readonly number[]) => Tensor
  'aten::cov': (
    a0_self: Tensor,
    a1_correction?: number | undefined,
    a2_fweights?: Tensor | null | undefined,
    a3_aweights?: Tensor | null | undefined,
  ) => Tensor
  'aten::cross': (a0_self: Tensor, a1_other: Tensor, a2_dim?: number | null | undefined) => Tensor
  'aten::cross_entropy_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_reduction?: number | undefined,
    a4_ignore_index?: number | undefined,
    a5_label_smoothing?: number | undefined,
  ) => Tensor
  'aten::crow_indices': (a0_self: Tensor) => Tensor
  'aten::ctc_loss.IntList': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank?: number | undefined,
    a5_reduction?: number | undefined,
    a6_zero_infinity?: boolean | undefined,
  ) => Tensor
  'aten::ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank?: number | undefined,
    a5_reduction?: number | undefined,
    a6_zero_infinity?: boolean | undefined,
  ) => Tensor
  'aten::cudnn_affine_grid_generator': (
    a0_theta: Tensor,
    a1_N: number,
    a2_C: number,
    a3_H: number,
    a4_W: number,
  ) => Tensor
  'aten::cudnn_batch_norm': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_training: boolean,
    a6_exponential_average_factor: number,
    a7_epsilon: number,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::cudnn_convolution': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_padding: readonly number[],
    a3_stride: readonly number[],
    a4_dilation: readonly number[],
    a5_groups: number,
    a6_benchmark: boolean,
    a7_deterministic: boolean,
    a8_allow_tf32: boolean,
  ) => Tensor
  'aten::cudnn_convolution_add_relu': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_z: Tensor,
    a3_alpha: Scalar | null | undefined,
    a4_bias: Tensor | null | undefined,
    a5_stride: readonly number[],
    a6_padding: readonly number[],
    a7_dilation: readonly number[],
    a8_groups: number,
  ) => Tensor
  'aten::cudnn_convolution_relu': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::cudnn_convolution_transpose': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_padding: readonly number[],
    a3_output_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
    a7_benchmark: boolean,
    a8_deterministic: boolean,
    a9_allow_tf32: boolean,
  ) => Tensor
  'aten::cudnn_grid_sampler': (a0_self: Tensor, a1_grid: Tensor) => Tensor
  'aten::cudnn_is_acceptable': (a0_self: Tensor) => boolean
  'aten::cummax': (a0_self: Tensor, a1_dim: number) => [Tensor, Tensor]
  'aten::cummin': (a0_self: Tensor, a1_dim: number) => [Tensor, Tensor]
  'aten::cumprod': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::cumprod_': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::cumsum': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::cumsum_': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::cumulative_trapezoid.dx': (a0_y: Tensor, a1_dx?: Scalar | undefined, a2_dim?: number | undefined) => Tensor
  'aten::cumulative_trapezoid.x': (a0_y: Tensor, a1_x: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::data': (a0_self: Tensor) => Tensor
  'aten::deg2rad': (a0_self: Tensor) => Tensor
  'aten::deg2rad_': (a0_self: Tensor) => Tensor
  'aten::dense_dim': (a0_self: Tensor) => number
  'aten::dequantize.self': (a0_self: Tensor) => Tensor
  'aten::dequantize.tensors': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::det': (a0_self: Tensor) => Tensor
  'aten::detach': (a0_self: Tensor) => Tensor
  'aten::detach_': (a0_self: Tensor) => Tensor
  'aten::diag': (a0_self: Tensor, a1_diagonal?: number | undefined) => Tensor
  'aten::diag_embed': (
    a0_self: Tensor,
    a1_offset?: number | undefined,
    a2_dim1?: number | undefined,
    a3_dim2?: number | undefined,
  ) => Tensor
  'aten::diagflat': (a0_self: Tensor, a1_offset?: number | undefined) => Tensor
  'aten::diagonal': (
    a0_self: Tensor,
    a1_offset?: number | undefined,
    a2_dim1?: number | undefined,
    a3_dim2?: number | undefined,
  ) => Tensor
  'aten::diagonal_scatter': (
    a0_self: Tensor,
    a1_src: Tensor,
    a2_offset?: number | undefined,
    a3_dim1?: number | undefined,
    a4_dim2?: number | undefined,
  ) => Tensor
  'aten::diff': (
    a0_self: Tensor,
    a1_n?: number | undefined,
    a2_dim?: number | undefined,
    a3_prepend?: Tensor | null | undefined,
    a4_append?: Tensor | null | undefined,
  ) => Tensor
  'aten::digamma': (a0_self: Tensor) => Tensor
  'aten::digamma_': (a0_self: Tensor) => Tensor
  'aten::dim': (a0_self: Tensor) => number
  'aten::dist': (a0_self: Tensor, a1_other: Tensor, a2_p?: Scalar | undefined) => Tensor
  'aten::div.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::div.Scalar_mode': (a0_self: Tensor, a1_other: Scalar, a2_rounding_mode?: string | null | undefined) => Tensor
  'aten::div.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::div.Tensor_mode': (a0_self: Tensor, a1_other: Tensor, a2_rounding_mode?: string | null | undefined) => Tensor
  'aten::div.out_mode': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rounding_mode: string | null | undefined,
    a3_out: Tensor,
  ) => Tensor
  'aten::div_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::div_.Scalar_mode': (a0_self: Tensor, a1_other: Scalar, a2_rounding_mode?: string | null | undefined) => Tensor
  'aten::div_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::div_.Tensor_mode': (a0_self: Tensor, a1_other: Tensor, a2_rounding_mode?: string | null | undefined) => Tensor
  'aten::divide.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::divide.Scalar_mode': (
    a0_self: Tensor,
    a1_other: Scalar,
    a2_rounding_mode?: string | null | undefined,
  ) => Tensor
  'aten::divide.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::divide.Tensor_mode': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rounding_mode?: string | null | undefined,
  ) => Tensor
  'aten::divide.out_mode': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rounding_mode: string | null | undefined,
    a3_out: Tensor,
  ) => Tensor
  'aten::divide_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::divide_.Scalar_mode': (
    a0_self: Tensor,
    a1_other: Scalar,
    a2_rounding_mode?: string | null | undefined,
  ) => Tensor
  'aten::divide_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::divide_.Tensor_mode': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rounding_mode?: string | null | undefined,
  ) => Tensor
  'aten::dot': (a0_self: Tensor, a1_tensor: Tensor) => Tensor
  'aten::dropout': (a0_input: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::dropout_': (a0_self: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::dsplit.array': (a0_self: Tensor, a1_indices: readonly number[]) => Tensor[]
  'aten::dsplit.int': (a0_self: Tensor, a1_sections: number) => Tensor[]
  'aten::dstack': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::einsum': (
    a0_equation: string,
    a1_tensors: readonly Tensor[],
    a2_path?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::elu': (
    a0_self: Tensor,
    a1_alpha?: Scalar | undefined,
    a2_scale?: Scalar | undefined,
    a3_input_scale?: Scalar | undefined,
  ) => Tensor
  'aten::elu_': (
    a0_self: Tensor,
    a1_alpha?: Scalar | undefined,
    a2_scale?: Scalar | undefined,
    a3_input_scale?: Scalar | undefined,
  ) => Tensor
  'aten::embedding': (
    a0_weight: Tensor,
    a1_indices: Tensor,
    a2_padding_idx?: number | undefined,
    a3_scale_grad_by_freq?: boolean | undefined,
    a4_sparse?: boolean | undefined,
  ) => Tensor
  'aten::embedding_bag': (
    a0_weight: Tensor,
    a1_indices: Tensor,
    a2_offsets: Tensor,
    a3_scale_grad_by_freq?: boolean | undefined,
    a4_mode?: number | undefined,
    a5_sparse?: boolean | undefined,
    a6_per_sample_weights?: Tensor | null | undefined,
    a7_include_last_offset?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::embedding_bag.padding_idx': (
    a0_weight: Tensor,
    a1_indices: Tensor,
    a2_offsets: Tensor,
    a3_scale_grad_by_freq: boolean,
    a4_mode: number,
    a5_sparse: boolean,
    a6_per_sample_weights: Tensor | null | undefined,
    a7_include_last_offset: boolean,
    a8_padding_idx?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::embedding_renorm': (a0_self: Tensor, a1_indices: Tensor, a2_max_norm: number, a3_norm_type: number) => Tensor
  'aten::embedding_renorm_': (a0_self: Tensor, a1_indices: Tensor, a2_max_norm: number, a3_norm_type: number) => Tensor
  'aten::empty.memory_format': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::empty_like': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::empty_permuted': (
    a0_size: readonly number[],
    a1_physical_layout: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::empty_quantized': (
    a0_size: readonly number[],
    a1_qtensor: Tensor,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::empty_strided': (
    a0_size: readonly number[],
    a1_stride: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::eq.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::eq.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::eq_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::eq_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::equal': (a0_self: Tensor, a1_other: Tensor) => boolean
  'aten::erf': (a0_self: Tensor) => Tensor
  'aten::erf_': (a0_self: Tensor) => Tensor
  'aten::erfc': (a0_self: Tensor) => Tensor
  'aten::erfc_': (a0_self: Tensor) => Tensor
  'aten::erfinv': (a0_self: Tensor) => Tensor
  'aten::erfinv_': (a0_self: Tensor) => Tensor
  'aten::exp': (a0_self: Tensor) => Tensor
  'aten::exp2': (a0_self: Tensor) => Tensor
  'aten::exp2_': (a0_self: Tensor) => Tensor
  'aten::exp_': (a0_self: Tensor) => Tensor
  'aten::expand': (a0_self: Tensor, a1_size: readonly number[], a2_implicit?: boolean | undefined) => Tensor
  'aten::expand_as': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::expm1': (a0_self: Tensor) => Tensor
  'aten::expm1_': (a0_self: Tensor) => Tensor
  'aten::exponential': (
    a0_self: Tensor,
    a1_lambd?: number | undefined,
    a2_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::exponential_': (
    a0_self: Tensor,
    a1_lambd?: number | undefined,
    a2_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::eye': (
    a0_n: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::eye.m': (
    a0_n: number,
    a1_m: number,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::fake_quantize_per_channel_affine': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_axis: number,
    a4_quant_min: number,
    a5_quant_max: number,
  ) => Tensor
  'aten::fake_quantize_per_channel_affine_cachemask': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_axis: number,
    a4_quant_min: number,
    a5_quant_max: number,
  ) => [Tensor, Tensor]
  'aten::fake_quantize_per_tensor_affine': (
    a0_self: Tensor,
    a1_scale: number,
    a2_zero_point: number,
    a3_quant_min: number,
    a4_quant_max: number,
  ) => Tensor
  'aten::fake_quantize_per_tensor_affine.tensor_qparams': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_quant_min: number,
    a4_quant_max: number,
  ) => Tensor
  'aten::fake_quantize_per_tensor_affine_cachemask': (
    a0_self: Tensor,
    a1_scale: number,
    a2_zero_point: number,
    a3_quant_min: number,
    a4_quant_max: number,
  ) => [Tensor, Tensor]
  'aten::fbgemm_linear_fp16_weight': (a0_input: Tensor, a1_packed_weight: Tensor, a2_bias: Tensor) => Tensor
  'aten::fbgemm_linear_fp16_weight_fp32_activation': (
    a0_input: Tensor,
    a1_packed_weight: Tensor,
    a2_bias?: Tensor | null | undefined,
  ) => Tensor
  'aten::fbgemm_linear_int8_weight': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_packed: Tensor,
    a3_col_offsets: Tensor,
    a4_weight_scale: Scalar,
    a5_weight_zero_point: Scalar,
    a6_bias: Tensor,
  ) => Tensor
  'aten::fbgemm_linear_int8_weight_fp32_activation': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_packed: Tensor,
    a3_col_offsets: Tensor,
    a4_weight_scale: Scalar,
    a5_weight_zero_point: Scalar,
    a6_bias: Tensor,
  ) => Tensor
  'aten::fbgemm_linear_quantize_weight': (a0_input: Tensor) => [Tensor, Tensor, number, number]
  'aten::fbgemm_pack_gemm_matrix_fp16': (a0_input: Tensor) => Tensor
  'aten::fbgemm_pack_quantized_matrix': (a0_input: Tensor) => Tensor
  'aten::fbgemm_pack_quantized_matrix.KN': (a0_input: Tensor, a1_K: number, a2_N: number) => Tensor
  'aten::feature_alpha_dropout': (a0_input: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::feature_alpha_dropout_': (a0_self: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::feature_dropout': (a0_input: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::feature_dropout_': (a0_self: Tensor, a1_p: number, a2_train: boolean) => Tensor
  'aten::fft_fft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_fft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_fftfreq': (
    a0_n: number,
    a1_d?: number | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::fft_fftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_fftshift': (a0_self: Tensor, a1_dim?: readonly number[] | number | null | undefined) => Tensor
  'aten::fft_hfft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_hfft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_hfftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ifft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ifft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ifftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ifftshift': (a0_self: Tensor, a1_dim?: readonly number[] | number | null | undefined) => Tensor
  'aten::fft_ihfft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ihfft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_ihfftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_irfft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_irfft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_irfftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_rfft': (
    a0_self: Tensor,
    a1_n?: number | null | undefined,
    a2_dim?: number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_rfft2': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fft_rfftfreq': (
    a0_n: number,
    a1_d?: number | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::fft_rfftn': (
    a0_self: Tensor,
    a1_s?: readonly number[] | number | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_norm?: string | null | undefined,
  ) => Tensor
  'aten::fill.Scalar': (a0_self: Tensor, a1_value: Scalar) => Tensor
  'aten::fill.Tensor': (a0_self: Tensor, a1_value: Tensor) => Tensor
  'aten::fill_.Scalar': (a0_self: Tensor, a1_value: Scalar) => Tensor
  'aten::fill_.Tensor': (a0_self: Tensor, a1_value: Tensor) => Tensor
  'aten::fill_diagonal_': (a0_self: Tensor, a1_fill_value: Scalar, a2_wrap?: boolean | undefined) => Tensor
  'aten::fix': (a0_self: Tensor) => Tensor
  'aten::fix_': (a0_self: Tensor) => Tensor
  'aten::flatten.using_ints': (
    a0_self: Tensor,
    a1_start_dim?: number | undefined,
    a2_end_dim?: number | undefined,
  ) => Tensor
  'aten::flatten_dense_tensors': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::flip': (a0_self: Tensor, a1_dims: readonly number[]) => Tensor
  'aten::fliplr': (a0_self: Tensor) => Tensor
  'aten::flipud': (a0_self: Tensor) => Tensor
  'aten::float_power.Scalar': (a0_self: Scalar, a1_exponent: Tensor) => Tensor
  'aten::float_power.Tensor_Scalar': (a0_self: Tensor, a1_exponent: Scalar) => Tensor
  'aten::float_power.Tensor_Tensor': (a0_self: Tensor, a1_exponent: Tensor) => Tensor
  'aten::float_power_.Scalar': (a0_self: Tensor, a1_exponent: Scalar) => Tensor
  'aten::float_power_.Tensor': (a0_self: Tensor, a1_exponent: Tensor) => Tensor
  'aten::floor': (a0_self: Tensor) => Tensor
  'aten::floor_': (a0_self: Tensor) => Tensor
  'aten::floor_divide': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::floor_divide.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::floor_divide_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::floor_divide_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::fmax': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::fmin': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::fmod.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::fmod.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::fmod_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::fmod_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::frac': (a0_self: Tensor) => Tensor
  'aten::frac_': (a0_self: Tensor) => Tensor
  'aten::fractional_max_pool2d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_output_size: readonly number[] | number,
    a3_random_samples: Tensor,
  ) => [Tensor, Tensor]
  'aten::fractional_max_pool2d.output': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_output_size: readonly number[] | number,
    a3_random_samples: Tensor,
    a4_output: Tensor,
    a5_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::fractional_max_pool3d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_output_size: readonly number[] | number,
    a3_random_samples: Tensor,
  ) => [Tensor, Tensor]
  'aten::fractional_max_pool3d.output': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_output_size: readonly number[] | number,
    a3_random_samples: Tensor,
    a4_output: Tensor,
    a5_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::frexp.Tensor': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::frobenius_norm.dim': (
    a0_self: Tensor,
    a1_dim: readonly number[] | number,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::from_file': (
    a0_filename: string,
    a1_shared?: boolean | null | undefined,
    a2_size?: number | null | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::full': (
    a0_size: readonly number[],
    a1_fill_value: Scalar,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::full_like': (
    a0_self: Tensor,
    a1_fill_value: Scalar,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::fused_moving_avg_obs_fake_quant': (
    a0_self: Tensor,
    a1_observer_on: Tensor,
    a2_fake_quant_on: Tensor,
    a3_running_min: Tensor,
    a4_running_max: Tensor,
    a5_scale: Tensor,
    a6_zero_point: Tensor,
    a7_averaging_const: number,
    a8_quant_min: number,
    a9_quant_max: number,
    a10_ch_axis: number,
    a11_per_row_fake_quant?: boolean | undefined,
    a12_symmetric_quant?: boolean | undefined,
  ) => Tensor
  'aten::gather': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_sparse_grad?: boolean | undefined) => Tensor
  'aten::gcd': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::gcd_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::ge.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::ge.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::ge_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::ge_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::gelu': (a0_self: Tensor, a1_approximate?: string | undefined) => Tensor
  'aten::gelu_': (a0_self: Tensor, a1_approximate?: string | undefined) => Tensor
  'aten::geometric': (a0_self: Tensor, a1_p: number, a2_generator?: Generator | null | undefined) => Tensor
  'aten::geometric_': (a0_self: Tensor, a1_p: number, a2_generator?: Generator | null | undefined) => Tensor
  'aten::geqrf': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::geqrf.a': (a0_self: Tensor, a1_a: Tensor, a2_tau: Tensor) => [Tensor, Tensor]
  'aten::ger': (a0_self: Tensor, a1_vec2: Tensor) => Tensor
  'aten::get_device': (a0_self: Tensor) => number
  'aten::get_gradients': (a0_context_id: number) => unknown
  'aten::glu': (a0_self: Tensor, a1_dim?: number | undefined) => Tensor
  'aten::glu_jvp': (a0_glu: Tensor, a1_x: Tensor, a2_dx: Tensor, a3_dim: number) => Tensor
  'aten::gradient.array': (a0_self: Tensor, a1_dim: readonly number[], a2_edge_order?: number | undefined) => Tensor[]
  'aten::gradient.scalararray': (
    a0_self: Tensor,
    a1_spacing: Scalar,
    a2_dim: readonly number[],
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::gradient.scalarint': (
    a0_self: Tensor,
    a1_spacing?: Scalar | null | undefined,
    a2_dim?: number | null | undefined,
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::gradient.scalarrayarray': (
    a0_self: Tensor,
    a1_spacing: readonly Scalar[],
    a2_dim: readonly number[],
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::gradient.scalarrayint': (
    a0_self: Tensor,
    a1_spacing: readonly Scalar[],
    a2_dim?: number | null | undefined,
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::gradient.tensorarray': (
    a0_self: Tensor,
    a1_spacing: readonly Tensor[],
    a2_dim: readonly number[],
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::gradient.tensorarrayint': (
    a0_self: Tensor,
    a1_spacing: readonly Tensor[],
    a2_dim?: number | null | undefined,
    a3_edge_order?: number | undefined,
  ) => Tensor[]
  'aten::greater.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::greater.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::greater_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::greater_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::greater_equal.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::greater_equal.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::greater_equal_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::greater_equal_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::grid_sampler': (
    a0_input: Tensor,
    a1_grid: Tensor,
    a2_interpolation_mode: number,
    a3_padding_mode: number,
    a4_align_corners: boolean,
  ) => Tensor
  'aten::grid_sampler_2d': (
    a0_input: Tensor,
    a1_grid: Tensor,
    a2_interpolation_mode: number,
    a3_padding_mode: number,
    a4_align_corners: boolean,
  ) => Tensor
  'aten::grid_sampler_3d': (
    a0_input: Tensor,
    a1_grid: Tensor,
    a2_interpolation_mode: number,
    a3_padding_mode: number,
    a4_align_corners: boolean,
  ) => Tensor
  'aten::group_norm': (
    a0_input: Tensor,
    a1_num_groups: number,
    a2_weight?: Tensor | null | undefined,
    a3_bias?: Tensor | null | undefined,
    a4_eps?: number | undefined,
    a5_cudnn_enabled?: boolean | undefined,
  ) => Tensor
  'aten::gru.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: Tensor,
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor]
  'aten::gru.input': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor]
  'aten::gru_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih?: Tensor | null | undefined,
    a5_b_hh?: Tensor | null | undefined,
  ) => Tensor
  'aten::gt.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::gt.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::gt_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::gt_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::hamming_window': (
    a0_window_length: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hamming_window.periodic': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hamming_window.periodic_alpha': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_alpha: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hamming_window.periodic_alpha_beta': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_alpha: number,
    a3_beta: number,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hann_window': (
    a0_window_length: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hann_window.periodic': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::hardshrink': (a0_self: Tensor, a1_lambd?: Scalar | undefined) => Tensor
  'aten::hardsigmoid': (a0_self: Tensor) => Tensor
  'aten::hardsigmoid_': (a0_self: Tensor) => Tensor
  'aten::hardswish': (a0_self: Tensor) => Tensor
  'aten::hardswish_': (a0_self: Tensor) => Tensor
  'aten::hardtanh': (a0_self: Tensor, a1_min_val?: Scalar | undefined, a2_max_val?: Scalar | undefined) => Tensor
  'aten::hardtanh_': (a0_self: Tensor, a1_min_val?: Scalar | undefined, a2_max_val?: Scalar | undefined) => Tensor
  'aten::hash_tensor': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | undefined,
    a2_keepdim?: boolean | undefined,
    a3_mode?: number | undefined,
  ) => Tensor
  'aten::heaviside': (a0_self: Tensor, a1_values: Tensor) => Tensor
  'aten::heaviside_': (a0_self: Tensor, a1_values: Tensor) => Tensor
  'aten::hinge_embedding_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_margin?: number | undefined,
    a3_reduction?: number | undefined,
  ) => Tensor
  'aten::histc': (
    a0_self: Tensor,
    a1_bins?: number | undefined,
    a2_min?: Scalar | undefined,
    a3_max?: Scalar | undefined,
  ) => Tensor
  'aten::histogram.bin_ct': (
    a0_self: Tensor,
    a1_bins?: number | undefined,
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::histogram.bins_tensor': (
    a0_self: Tensor,
    a1_bins: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_density?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::histogramdd': (
    a0_self: Tensor,
    a1_bins: readonly number[],
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => [Tensor, Tensor[]]
  'aten::histogramdd.TensorList_bins': (
    a0_self: Tensor,
    a1_bins: readonly Tensor[],
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => [Tensor, Tensor[]]
  'aten::histogramdd.int_bins': (
    a0_self: Tensor,
    a1_bins: number,
    a2_range?: readonly number[] | null | undefined,
    a3_weight?: Tensor | null | undefined,
    a4_density?: boolean | undefined,
  ) => [Tensor, Tensor[]]
  'aten::hsplit.array': (a0_self: Tensor, a1_indices: readonly number[]) => Tensor[]
  'aten::hsplit.int': (a0_self: Tensor, a1_sections: number) => Tensor[]
  'aten::hspmm': (a0_mat1: Tensor, a1_mat2: Tensor) => Tensor
  'aten::hstack': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::huber_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_reduction?: number | undefined,
    a3_delta?: number | undefined,
  ) => Tensor
  'aten::hypot': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::hypot_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::i0': (a0_self: Tensor) => Tensor
  'aten::i0_': (a0_self: Tensor) => Tensor
  'aten::igamma': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::igamma_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::igammac': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::igammac_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::im2col': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_dilation: readonly number[] | number,
    a3_padding: readonly number[] | number,
    a4_stride: readonly number[] | number,
  ) => Tensor
  'aten::imag': (a0_self: Tensor) => Tensor
  'aten::index.Tensor': (a0_self: Tensor, a1_indices: readonly (Tensor | null)[]) => Tensor
  'aten::index_add': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_source: Tensor,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::index_add_': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_source: Tensor,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::index_copy_': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_source: Tensor) => Tensor
  'aten::index_fill.int_Scalar': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Scalar) => Tensor
  'aten::index_fill.int_Tensor': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Tensor) => Tensor
  'aten::index_fill_.int_Scalar': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Scalar) => Tensor
  'aten::index_fill_.int_Tensor': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Tensor) => Tensor
  'aten::index_put': (
    a0_self: Tensor,
    a1_indices: readonly (Tensor | null)[],
    a2_values: Tensor,
    a3_accumulate?: boolean | undefined,
  ) => Tensor
  'aten::index_put_': (
    a0_self: Tensor,
    a1_indices: readonly (Tensor | null)[],
    a2_values: Tensor,
    a3_accumulate?: boolean | undefined,
  ) => Tensor
  'aten::index_reduce': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_source: Tensor,
    a4_reduce: string,
    a5_include_self?: boolean | undefined,
  ) => Tensor
  'aten::index_reduce_': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_source: Tensor,
    a4_reduce: string,
    a5_include_self?: boolean | undefined,
  ) => Tensor
  'aten::index_select': (a0_self: Tensor, a1_dim: number, a2_index: Tensor) => Tensor
  'aten::indices': (a0_self: Tensor) => Tensor
  'aten::inner': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::instance_norm': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_use_input_stats: boolean,
    a6_momentum: number,
    a7_eps: number,
    a8_cudnn_enabled: boolean,
  ) => Tensor
  'aten::int_repr': (a0_self: Tensor) => Tensor
  'aten::inverse': (a0_self: Tensor) => Tensor
  'aten::is_coalesced': (a0_self: Tensor) => boolean
  'aten::is_complex': (a0_self: Tensor) => boolean
  'aten::is_conj': (a0_self: Tensor) => boolean
  'aten::is_contiguous': (a0_self: Tensor) => boolean
  'aten::is_contiguous.memory_format': (a0_self: Tensor, a1_memory_format: MemoryFormat) => boolean
  'aten::is_distributed': (a0_self: Tensor) => boolean
  'aten::is_floating_point': (a0_self: Tensor) => boolean
  'aten::is_inference': (a0_self: Tensor) => boolean
  'aten::is_leaf': (a0_self: Tensor) => boolean
  'aten::is_neg': (a0_self: Tensor) => boolean
  'aten::is_nonzero': (a0_self: Tensor) => boolean
  'aten::is_pinned': (a0_self: Tensor, a1_device?: string | null | undefined) => boolean
  'aten::is_same_size': (a0_self: Tensor, a1_other: Tensor) => boolean
  'aten::is_set_to': (a0_self: Tensor, a1_tensor: Tensor) => boolean
  'aten::is_signed': (a0_self: Tensor) => boolean
  'aten::is_vulkan_available': () => boolean
  'aten::isclose': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_rtol?: number | undefined,
    a3_atol?: number | undefined,
    a4_equal_nan?: boolean | undefined,
  ) => Tensor
  'aten::isfinite': (a0_self: Tensor) => Tensor
  'aten::isin.Scalar_Tensor': (
    a0_element: Scalar,
    a1_test_elements: Tensor,
    a2_assume_unique?: boolean | undefined,
    a3_invert?: boolean | undefined,
  ) => Tensor
  'aten::isin.Tensor_Scalar': (
    a0_elements: Tensor,
    a1_test_element: Scalar,
    a2_assume_unique?: boolean | undefined,
    a3_invert?: boolean | undefined,
  ) => Tensor
  'aten::isin.Tensor_Tensor': (
    a0_elements: Tensor,
    a1_test_elements: Tensor,
    a2_assume_unique?: boolean | undefined,
    a3_invert?: boolean | undefined,
  ) => Tensor
  'aten::isinf': (a0_self: Tensor) => Tensor
  'aten::isnan': (a0_self: Tensor) => Tensor
  'aten::isneginf': (a0_self: Tensor) => Tensor
  'aten::isposinf': (a0_self: Tensor) => Tensor
  'aten::isreal': (a0_self: Tensor) => Tensor
  'aten::istft': (
    a0_self: Tensor,
    a1_n_fft: number,
    a2_hop_length?: number | null | undefined,
    a3_win_length?: number | null | undefined,
    a4_window?: Tensor | null | undefined,
    a5_center?: boolean | undefined,
    a6_normalized?: boolean | undefined,
    a7_onesided?: boolean | null | undefined,
    a8_length?: number | null | undefined,
    a9_return_complex?: boolean | undefined,
  ) => Tensor
  'aten::item': (a0_self: Tensor) => Scalar
  'aten::kaiser_window': (
    a0_window_length: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::kaiser_window.beta': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_beta: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::kaiser_window.periodic': (
    a0_window_length: number,
    a1_periodic: boolean,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::kl_div': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_reduction?: number | undefined,
    a3_log_target?: boolean | undefined,
  ) => Tensor
  'aten::kron': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::kthvalue': (
    a0_self: Tensor,
    a1_k: number,
    a2_dim?: number | undefined,
    a3_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::kthvalue.values': (
    a0_self: Tensor,
    a1_k: number,
    a2_dim: number | undefined,
    a3_keepdim: boolean | undefined,
    a4_values: Tensor,
    a5_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::l1_loss': (a0_self: Tensor, a1_target: Tensor, a2_reduction?: number | undefined) => Tensor
  'aten::layer_norm': (
    a0_input: Tensor,
    a1_normalized_shape: readonly number[],
    a2_weight?: Tensor | null | undefined,
    a3_bias?: Tensor | null | undefined,
    a4_eps?: number | undefined,
    a5_cudnn_enable?: boolean | undefined,
  ) => Tensor
  'aten::lcm': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::lcm_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::ldexp.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::ldexp_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::le.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::le.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::le_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::le_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::leaky_relu': (a0_self: Tensor, a1_negative_slope?: Scalar | undefined) => Tensor
  'aten::leaky_relu_': (a0_self: Tensor, a1_negative_slope?: Scalar | undefined) => Tensor
  'aten::lerp.Scalar': (a0_self: Tensor, a1_end: Tensor, a2_weight: Scalar) => Tensor
  'aten::lerp.Tensor': (a0_self: Tensor, a1_end: Tensor, a2_weight: Tensor) => Tensor
  'aten::lerp_.Scalar': (a0_self: Tensor, a1_end: Tensor, a2_weight: Scalar) => Tensor
  'aten::lerp_.Tensor': (a0_self: Tensor, a1_end: Tensor, a2_weight: Tensor) => Tensor
  'aten::less.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::less.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::less_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::less_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::less_equal.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::less_equal.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::less_equal_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::less_equal_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::lgamma': (a0_self: Tensor) => Tensor
  'aten::lgamma_': (a0_self: Tensor) => Tensor
  'aten::lift': (a0_self: Tensor) => Tensor
  'aten::lift_fresh': (a0_self: Tensor) => Tensor
  'aten::linalg__powsum': (
    a0_self: Tensor,
    a1_ord?: Scalar | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linalg_cholesky': (a0_self: Tensor, a1_upper?: boolean | undefined) => Tensor
  'aten::linalg_cholesky_ex': (
    a0_self: Tensor,
    a1_upper?: boolean | undefined,
    a2_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::linalg_cholesky_ex.L': (
    a0_self: Tensor,
    a1_upper: boolean | undefined,
    a2_check_errors: boolean | undefined,
    a3_L: Tensor,
    a4_info: Tensor,
  ) => [Tensor, Tensor]
  'aten::linalg_cond': (a0_self: Tensor, a1_p?: Scalar | null | undefined) => Tensor
  'aten::linalg_cond.p_str': (a0_self: Tensor, a1_p: string) => Tensor
  'aten::linalg_cross': (a0_self: Tensor, a1_other: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::linalg_det': (a0_A: Tensor) => Tensor
  'aten::linalg_diagonal': (
    a0_A: Tensor,
    a1_offset?: number | undefined,
    a2_dim1?: number | undefined,
    a3_dim2?: number | undefined,
  ) => Tensor
  'aten::linalg_eig': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::linalg_eigh': (a0_self: Tensor, a1_UPLO?: string | undefined) => [Tensor, Tensor]
  'aten::linalg_eigh.eigvals': (
    a0_self: Tensor,
    a1_UPLO: string | undefined,
    a2_eigvals: Tensor,
    a3_eigvecs: Tensor,
  ) => [Tensor, Tensor]
  'aten::linalg_eigvals': (a0_self: Tensor) => Tensor
  'aten::linalg_eigvalsh': (a0_self: Tensor, a1_UPLO?: string | undefined) => Tensor
  'aten::linalg_householder_product': (a0_input: Tensor, a1_tau: Tensor) => Tensor
  'aten::linalg_inv': (a0_A: Tensor) => Tensor
  'aten::linalg_inv_ex': (a0_A: Tensor, a1_check_errors?: boolean | undefined) => [Tensor, Tensor]
  'aten::linalg_inv_ex.inverse': (
    a0_A: Tensor,
    a1_check_errors: boolean | undefined,
    a2_inverse: Tensor,
    a3_info: Tensor,
  ) => [Tensor, Tensor]
  'aten::linalg_ldl_factor': (a0_self: Tensor, a1_hermitian?: boolean | undefined) => [Tensor, Tensor]
  'aten::linalg_ldl_factor_ex': (
    a0_self: Tensor,
    a1_hermitian?: boolean | undefined,
    a2_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::linalg_ldl_solve': (
    a0_LD: Tensor,
    a1_pivots: Tensor,
    a2_B: Tensor,
    a3_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_lstsq': (
    a0_self: Tensor,
    a1_b: Tensor,
    a2_rcond?: number | null | undefined,
    a3_driver?: string | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::linalg_lu': (a0_A: Tensor, a1_pivot?: boolean | undefined) => [Tensor, Tensor, Tensor]
  'aten::linalg_lu_factor': (a0_A: Tensor, a1_pivot?: boolean | undefined) => [Tensor, Tensor]
  'aten::linalg_lu_factor_ex': (
    a0_A: Tensor,
    a1_pivot?: boolean | undefined,
    a2_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::linalg_lu_solve': (
    a0_LU: Tensor,
    a1_pivots: Tensor,
    a2_B: Tensor,
    a3_left?: boolean | undefined,
    a4_adjoint?: boolean | undefined,
  ) => Tensor
  'aten::linalg_matmul': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::linalg_matrix_exp': (a0_self: Tensor) => Tensor
  'aten::linalg_matrix_norm': (
    a0_self: Tensor,
    a1_ord: Scalar,
    a2_dim?: readonly number[] | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linalg_matrix_norm.str_ord': (
    a0_self: Tensor,
    a1_ord?: string | undefined,
    a2_dim?: readonly number[] | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linalg_matrix_power': (a0_self: Tensor, a1_n: number) => Tensor
  'aten::linalg_matrix_rank': (a0_self: Tensor, a1_tol: number, a2_hermitian?: boolean | undefined) => Tensor
  'aten::linalg_matrix_rank.atol_rtol_float': (
    a0_self: Tensor,
    a1_atol?: number | null | undefined,
    a2_rtol?: number | null | undefined,
    a3_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_matrix_rank.atol_rtol_tensor': (
    a0_input: Tensor,
    a1_atol?: Tensor | null | undefined,
    a2_rtol?: Tensor | null | undefined,
    a3_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_matrix_rank.out_tol_tensor': (
    a0_input: Tensor,
    a1_tol: Tensor,
    a2_hermitian: boolean | undefined,
    a3_out: Tensor,
  ) => Tensor
  'aten::linalg_matrix_rank.tol_tensor': (
    a0_input: Tensor,
    a1_tol: Tensor,
    a2_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_multi_dot': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::linalg_norm': (
    a0_self: Tensor,
    a1_ord?: Scalar | null | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linalg_norm.ord_str': (
    a0_self: Tensor,
    a1_ord: string,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linalg_pinv': (a0_self: Tensor, a1_rcond: number, a2_hermitian?: boolean | undefined) => Tensor
  'aten::linalg_pinv.atol_rtol_float': (
    a0_self: Tensor,
    a1_atol?: number | null | undefined,
    a2_rtol?: number | null | undefined,
    a3_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_pinv.atol_rtol_tensor': (
    a0_self: Tensor,
    a1_atol?: Tensor | null | undefined,
    a2_rtol?: Tensor | null | undefined,
    a3_hermitian?: boolean | undefined,
  ) => Tensor
  'aten::linalg_pinv.out_rcond_tensor': (
    a0_self: Tensor,
    a1_rcond: Tensor,
    a2_hermitian: boolean | undefined,
    a3_out: Tensor,
  ) => Tensor
  'aten::linalg_pinv.rcond_tensor': (a0_self: Tensor, a1_rcond: Tensor, a2_hermitian?: boolean | undefined) => Tensor
  'aten::linalg_qr': (a0_A: Tensor, a1_mode?: string | undefined) => [Tensor, Tensor]
  'aten::linalg_slogdet': (a0_A: Tensor) => [Tensor, Tensor]
  'aten::linalg_solve': (a0_A: Tensor, a1_B: Tensor, a2_left?: boolean | undefined) => Tensor
  'aten::linalg_solve_ex': (
    a0_A: Tensor,
    a1_B: Tensor,
    a2_left?: boolean | undefined,
    a3_check_errors?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::linalg_solve_triangular': (
    a0_self: Tensor,
    a1_B: Tensor,
    a2_upper: boolean,
    a3_left?: boolean | undefined,
    a4_unitriangular?: boolean | undefined,
  ) => Tensor
  'aten::linalg_svd': (
    a0_A: Tensor,
    a1_full_matrices?: boolean | undefined,
    a2_driver?: string | null | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::linalg_svd.U': (
    a0_A: Tensor,
    a1_full_matrices: boolean | undefined,
    a2_driver: string | null | undefined,
    a3_U: Tensor,
    a4_S: Tensor,
    a5_Vh: Tensor,
  ) => [Tensor, Tensor, Tensor]
  'aten::linalg_svdvals': (a0_A: Tensor, a1_driver?: string | null | undefined) => Tensor
  'aten::linalg_tensorinv': (a0_self: Tensor, a1_ind?: number | undefined) => Tensor
  'aten::linalg_tensorsolve': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_dims?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::linalg_vander': (a0_x: Tensor, a1_N?: number | null | undefined) => Tensor
  'aten::linalg_vecdot': (a0_x: Tensor, a1_y: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::linalg_vector_norm': (
    a0_self: Tensor,
    a1_ord?: Scalar | undefined,
    a2_dim?: readonly number[] | number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::linear': (a0_input: Tensor, a1_weight: Tensor, a2_bias?: Tensor | null | undefined) => Tensor
  'aten::linspace': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_steps: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::linspace.Scalar_Tensor': (
    a0_start: Scalar,
    a1_end: Tensor,
    a2_steps: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::linspace.Tensor_Scalar': (
    a0_start: Tensor,
    a1_end: Scalar,
    a2_steps: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::linspace.Tensor_Tensor': (
    a0_start: Tensor,
    a1_end: Tensor,
    a2_steps: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::log': (a0_self: Tensor) => Tensor
  'aten::log10': (a0_self: Tensor) => Tensor
  'aten::log10_': (a0_self: Tensor) => Tensor
  'aten::log1p': (a0_self: Tensor) => Tensor
  'aten::log1p_': (a0_self: Tensor) => Tensor
  'aten::log2': (a0_self: Tensor) => Tensor
  'aten::log2_': (a0_self: Tensor) => Tensor
  'aten::log_': (a0_self: Tensor) => Tensor
  'aten::log_normal': (
    a0_self: Tensor,
    a1_mean?: number | undefined,
    a2_std?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::log_normal_': (
    a0_self: Tensor,
    a1_mean?: number | undefined,
    a2_std?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::log_sigmoid': (a0_self: Tensor) => Tensor
  'aten::log_sigmoid_forward': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::log_sigmoid_forward.output': (a0_self: Tensor, a1_output: Tensor, a2_buffer: Tensor) => [Tensor, Tensor]
  'aten::log_softmax.int': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::logaddexp': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logaddexp2': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logcumsumexp': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::logdet': (a0_self: Tensor) => Tensor
  'aten::logical_and': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logical_and_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logical_not': (a0_self: Tensor) => Tensor
  'aten::logical_not_': (a0_self: Tensor) => Tensor
  'aten::logical_or': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logical_or_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logical_xor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logical_xor_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::logit': (a0_self: Tensor, a1_eps?: number | null | undefined) => Tensor
  'aten::logit_': (a0_self: Tensor, a1_eps?: number | null | undefined) => Tensor
  'aten::logspace': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_steps: number,
    a3_base?: number | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::logspace.Scalar_Tensor': (
    a0_start: Scalar,
    a1_end: Tensor,
    a2_steps: number,
    a3_base?: number | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::logspace.Tensor_Scalar': (
    a0_start: Tensor,
    a1_end: Scalar,
    a2_steps: number,
    a3_base?: number | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::logspace.Tensor_Tensor': (
    a0_start: Tensor,
    a1_end: Tensor,
    a2_steps: number,
    a3_base?: number | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::logsumexp': (a0_self: Tensor, a1_dim: readonly number[] | number, a2_keepdim?: boolean | undefined) => Tensor
  'aten::lstm.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: readonly Tensor[],
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor, Tensor]
  'aten::lstm.input': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor, Tensor]
  'aten::lstm_cell': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih?: Tensor | null | undefined,
    a5_b_hh?: Tensor | null | undefined,
  ) => [Tensor, Tensor]
  'aten::lt.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::lt.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::lt_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::lt_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::lu_solve': (a0_self: Tensor, a1_LU_data: Tensor, a2_LU_pivots: Tensor) => Tensor
  'aten::lu_unpack': (
    a0_LU_data: Tensor,
    a1_LU_pivots: Tensor,
    a2_unpack_data?: boolean | undefined,
    a3_unpack_pivots?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::mH': (a0_self: Tensor) => Tensor
  'aten::mT': (a0_self: Tensor) => Tensor
  'aten::margin_ranking_loss': (
    a0_input1: Tensor,
    a1_input2: Tensor,
    a2_target: Tensor,
    a3_margin?: number | undefined,
    a4_reduction?: number | undefined,
  ) => Tensor
  'aten::masked_fill.Scalar': (a0_self: Tensor, a1_mask: Tensor, a2_value: Scalar) => Tensor
  'aten::masked_fill.Tensor': (a0_self: Tensor, a1_mask: Tensor, a2_value: Tensor) => Tensor
  'aten::masked_fill_.Scalar': (a0_self: Tensor, a1_mask: Tensor, a2_value: Scalar) => Tensor
  'aten::masked_fill_.Tensor': (a0_self: Tensor, a1_mask: Tensor, a2_value: Tensor) => Tensor
  'aten::masked_scatter': (a0_self: Tensor, a1_mask: Tensor, a2_source: Tensor) => Tensor
  'aten::masked_scatter_': (a0_self: Tensor, a1_mask: Tensor, a2_source: Tensor) => Tensor
  'aten::masked_select': (a0_self: Tensor, a1_mask: Tensor) => Tensor
  'aten::matmul': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::matrix_H': (a0_self: Tensor) => Tensor
  'aten::matrix_exp': (a0_self: Tensor) => Tensor
  'aten::matrix_power': (a0_self: Tensor, a1_n: number) => Tensor
  'aten::max': (a0_self: Tensor) => Tensor
  'aten::max.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::max.dim_max': (
    a0_self: Tensor,
    a1_dim: number,
    a2_keepdim: boolean | undefined,
    a3_max: Tensor,
    a4_max_values: Tensor,
  ) => [Tensor, Tensor]
  'aten::max.other': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::max_pool1d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::max_pool1d_with_indices': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::max_pool2d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::max_pool2d_with_indices': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::max_pool3d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::max_pool3d_with_indices': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::max_unpool2d': (a0_self: Tensor, a1_indices: Tensor, a2_output_size: readonly number[] | number) => Tensor
  'aten::max_unpool3d': (
    a0_self: Tensor,
    a1_indices: Tensor,
    a2_output_size: readonly number[] | number,
    a3_stride: readonly number[] | number,
    a4_padding: readonly number[] | number,
  ) => Tensor
  'aten::maximum': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::mean': (a0_self: Tensor, a1_dtype?: DType | null | undefined) => Tensor
  'aten::mean.dim': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::median': (a0_self: Tensor) => Tensor
  'aten::median.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::median.dim_values': (
    a0_self: Tensor,
    a1_dim: number,
    a2_keepdim: boolean | undefined,
    a3_values: Tensor,
    a4_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::meshgrid': (a0_tensors: readonly Tensor[]) => Tensor[]
  'aten::meshgrid.indexing': (a0_tensors: readonly Tensor[], a1_indexing: string) => Tensor[]
  'aten::min': (a0_self: Tensor) => Tensor
  'aten::min.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::min.dim_min': (
    a0_self: Tensor,
    a1_dim: number,
    a2_keepdim: boolean | undefined,
    a3_min: Tensor,
    a4_min_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::min.other': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::minimum': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::miopen_batch_norm': (
    a0_input: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_training: boolean,
    a6_exponential_average_factor: number,
    a7_epsilon: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::miopen_convolution': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
    a7_benchmark: boolean,
    a8_deterministic: boolean,
  ) => Tensor
  'aten::miopen_convolution_add_relu': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_z: Tensor,
    a3_alpha: Scalar | null | undefined,
    a4_bias: Tensor | null | undefined,
    a5_stride: readonly number[],
    a6_padding: readonly number[],
    a7_dilation: readonly number[],
    a8_groups: number,
  ) => Tensor
  'aten::miopen_convolution_relu': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_stride: readonly number[],
    a4_padding: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::miopen_convolution_transpose': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[],
    a4_output_padding: readonly number[],
    a5_stride: readonly number[],
    a6_dilation: readonly number[],
    a7_groups: number,
    a8_benchmark: boolean,
    a9_deterministic: boolean,
  ) => Tensor
  'aten::miopen_ctc_loss': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: readonly number[],
    a3_target_lengths: readonly number[],
    a4_blank: number,
    a5_deterministic: boolean,
    a6_zero_infinity: boolean,
  ) => [Tensor, Tensor]
  'aten::miopen_ctc_loss.Tensor': (
    a0_log_probs: Tensor,
    a1_targets: Tensor,
    a2_input_lengths: Tensor,
    a3_target_lengths: Tensor,
    a4_blank: number,
    a5_deterministic: boolean,
    a6_zero_infinity: boolean,
  ) => [Tensor, Tensor]
  'aten::miopen_depthwise_convolution': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
    a7_benchmark: boolean,
    a8_deterministic: boolean,
  ) => Tensor
  'aten::miopen_rnn': (
    a0_input: Tensor,
    a1_weight: readonly Tensor[],
    a2_weight_stride0: number,
    a3_hx: Tensor,
    a4_cx: Tensor | null | undefined,
    a5_mode: number,
    a6_hidden_size: number,
    a7_num_layers: number,
    a8_batch_first: boolean,
    a9_dropout: number,
    a10_train: boolean,
    a11_bidirectional: boolean,
    a12_batch_sizes: readonly number[],
    a13_dropout_state?: Tensor | null | undefined,
  ) => [Tensor, Tensor, Tensor, Tensor, Tensor]
  'aten::mish': (a0_self: Tensor) => Tensor
  'aten::mish_': (a0_self: Tensor) => Tensor
  'aten::mkldnn_adaptive_avg_pool2d': (a0_self: Tensor, a1_output_size: readonly number[] | number) => Tensor
  'aten::mkldnn_convolution': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_bias: Tensor | null | undefined,
    a3_padding: readonly number[],
    a4_stride: readonly number[],
    a5_dilation: readonly number[],
    a6_groups: number,
  ) => Tensor
  'aten::mkldnn_linear': (a0_self: Tensor, a1_weight: Tensor, a2_bias?: Tensor | null | undefined) => Tensor
  'aten::mkldnn_max_pool2d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::mkldnn_max_pool3d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::mkldnn_reorder_conv2d_weight': (
    a0_self: Tensor,
    a1_padding?: readonly number[] | number | undefined,
    a2_stride?: readonly number[] | number | undefined,
    a3_dilation?: readonly number[] | number | undefined,
    a4_groups?: number | undefined,
    a5_input_size?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::mkldnn_reorder_conv3d_weight': (
    a0_self: Tensor,
    a1_padding?: readonly number[] | number | undefined,
    a2_stride?: readonly number[] | number | undefined,
    a3_dilation?: readonly number[] | number | undefined,
    a4_groups?: number | undefined,
    a5_input_size?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::mkldnn_rnn_layer': (
    a0_input: Tensor,
    a1_weight0: Tensor,
    a2_weight1: Tensor,
    a3_weight2: Tensor,
    a4_weight3: Tensor,
    a5_hx_: Tensor,
    a6_cx_: Tensor,
    a7_reverse: boolean,
    a8_batch_sizes: readonly number[],
    a9_mode: number,
    a10_hidden_size: number,
    a11_num_layers: number,
    a12_has_biases: boolean,
    a13_bidirectional: boolean,
    a14_batch_first: boolean,
    a15_train: boolean,
  ) => [Tensor, Tensor, Tensor, Tensor]
  'aten::mm': (a0_self: Tensor, a1_mat2: Tensor) => Tensor
  'aten::mm.dtype': (a0_self: Tensor, a1_mat2: Tensor, a2_out_dtype: DType) => Tensor
  'aten::mode': (a0_self: Tensor, a1_dim?: number | undefined, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::mode.values': (
    a0_self: Tensor,
    a1_dim: number | undefined,
    a2_keepdim: boolean | undefined,
    a3_values: Tensor,
    a4_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::moveaxis.int': (a0_self: Tensor, a1_source: number, a2_destination: number) => Tensor
  'aten::moveaxis.intlist': (a0_self: Tensor, a1_source: readonly number[], a2_destination: readonly number[]) => Tensor
  'aten::movedim.int': (a0_self: Tensor, a1_source: number, a2_destination: number) => Tensor
  'aten::movedim.intlist': (a0_self: Tensor, a1_source: readonly number[], a2_destination: readonly number[]) => Tensor
  'aten::mse_loss': (a0_self: Tensor, a1_target: Tensor, a2_reduction?: number | undefined) => Tensor
  'aten::msort': (a0_self: Tensor) => Tensor
  'aten::mul.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::mul.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::mul_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::mul_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::multi_margin_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_p?: Scalar | undefined,
    a3_margin?: Scalar | undefined,
    a4_weight?: Tensor | null | undefined,
    a5_reduction?: number | undefined,
  ) => Tensor
  'aten::multilabel_margin_loss': (a0_self: Tensor, a1_target: Tensor, a2_reduction?: number | undefined) => Tensor
  'aten::multilabel_margin_loss_forward': (a0_self: Tensor, a1_target: Tensor, a2_reduction: number) => [Tensor, Tensor]
  'aten::multilabel_margin_loss_forward.output': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_reduction: number,
    a3_output: Tensor,
    a4_is_target: Tensor,
  ) => [Tensor, Tensor]
  'aten::multinomial': (
    a0_self: Tensor,
    a1_num_samples: number,
    a2_replacement?: boolean | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::multiply.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::multiply.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::multiply_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::multiply_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::mv': (a0_self: Tensor, a1_vec: Tensor) => Tensor
  'aten::mvlgamma': (a0_self: Tensor, a1_p: number) => Tensor
  'aten::mvlgamma_': (a0_self: Tensor, a1_p: number) => Tensor
  'aten::nan_to_num': (
    a0_self: Tensor,
    a1_nan?: number | null | undefined,
    a2_posinf?: number | null | undefined,
    a3_neginf?: number | null | undefined,
  ) => Tensor
  'aten::nan_to_num_': (
    a0_self: Tensor,
    a1_nan?: number | null | undefined,
    a2_posinf?: number | null | undefined,
    a3_neginf?: number | null | undefined,
  ) => Tensor
  'aten::nanmean': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::nanmedian': (a0_self: Tensor) => Tensor
  'aten::nanmedian.dim': (a0_self: Tensor, a1_dim: number, a2_keepdim?: boolean | undefined) => [Tensor, Tensor]
  'aten::nanmedian.dim_values': (
    a0_self: Tensor,
    a1_dim: number,
    a2_keepdim: boolean | undefined,
    a3_values: Tensor,
    a4_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::nanquantile': (
    a0_self: Tensor,
    a1_q: Tensor,
    a2_dim?: number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_interpolation?: string | undefined,
  ) => Tensor
  'aten::nanquantile.scalar': (
    a0_self: Tensor,
    a1_q: number,
    a2_dim?: number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_interpolation?: string | undefined,
  ) => Tensor
  'aten::nansum': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::narrow': (a0_self: Tensor, a1_dim: number, a2_start: number, a3_length: number) => Tensor
  'aten::narrow.Tensor': (a0_self: Tensor, a1_dim: number, a2_start: Tensor, a3_length: number) => Tensor
  'aten::native_batch_norm': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_running_mean: Tensor | null | undefined,
    a4_running_var: Tensor | null | undefined,
    a5_training: boolean,
    a6_momentum: number,
    a7_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::native_channel_shuffle': (a0_self: Tensor, a1_groups: number) => Tensor
  'aten::native_dropout': (a0_input: Tensor, a1_p: number, a2_train?: boolean | null | undefined) => [Tensor, Tensor]
  'aten::native_group_norm': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_N: number,
    a4_C: number,
    a5_HxW: number,
    a6_group: number,
    a7_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::native_layer_norm': (
    a0_input: Tensor,
    a1_normalized_shape: readonly number[],
    a2_weight: Tensor | null | undefined,
    a3_bias: Tensor | null | undefined,
    a4_eps: number,
  ) => [Tensor, Tensor, Tensor]
  'aten::native_norm': (a0_self: Tensor, a1_p?: Scalar | undefined) => Tensor
  'aten::native_norm.ScalarOpt_dim_dtype': (
    a0_self: Tensor,
    a1_p: Scalar | null | undefined,
    a2_dim: readonly number[] | number,
    a3_keepdim: boolean,
    a4_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::ne.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::ne.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::ne_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::ne_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::neg': (a0_self: Tensor) => Tensor
  'aten::neg_': (a0_self: Tensor) => Tensor
  'aten::negative': (a0_self: Tensor) => Tensor
  'aten::negative_': (a0_self: Tensor) => Tensor
  'aten::nested_to_padded_tensor': (
    a0_self: Tensor,
    a1_padding: number,
    a2_output_size?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::new_empty': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::new_empty_strided': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_stride: readonly number[],
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::new_full': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_fill_value: Scalar,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::new_ones': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::new_zeros': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::nextafter': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::nextafter_': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::nll_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_reduction?: number | undefined,
    a4_ignore_index?: number | undefined,
  ) => Tensor
  'aten::nll_loss2d': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_reduction?: number | undefined,
    a4_ignore_index?: number | undefined,
  ) => Tensor
  'aten::nll_loss2d_forward': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight: Tensor | null | undefined,
    a3_reduction: number,
    a4_ignore_index: number,
  ) => [Tensor, Tensor]
  'aten::nll_loss2d_forward.output': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight: Tensor | null | undefined,
    a3_reduction: number,
    a4_ignore_index: number,
    a5_output: Tensor,
    a6_total_weight: Tensor,
  ) => [Tensor, Tensor]
  'aten::nll_loss_forward': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight: Tensor | null | undefined,
    a3_reduction: number,
    a4_ignore_index: number,
  ) => [Tensor, Tensor]
  'aten::nll_loss_forward.output': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight: Tensor | null | undefined,
    a3_reduction: number,
    a4_ignore_index: number,
    a5_output: Tensor,
    a6_total_weight: Tensor,
  ) => [Tensor, Tensor]
  'aten::nll_loss_nd': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_weight?: Tensor | null | undefined,
    a3_reduction?: number | undefined,
    a4_ignore_index?: number | undefined,
  ) => Tensor
  'aten::nonzero': (a0_self: Tensor) => Tensor
  'aten::nonzero_numpy': (a0_self: Tensor) => Tensor[]
  'aten::nonzero_static': (a0_self: Tensor, a1_size: number, a2_fill_value?: number | undefined) => Tensor
  'aten::norm.Scalar': (a0_self: Tensor, a1_p?: Scalar | undefined) => Tensor
  'aten::norm.ScalarOpt_dim': (
    a0_self: Tensor,
    a1_p: Scalar | null | undefined,
    a2_dim: readonly number[] | number,
    a3_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::norm.ScalarOpt_dim_dtype': (
    a0_self: Tensor,
    a1_p: Scalar | null | undefined,
    a2_dim: readonly number[] | number,
    a3_keepdim: boolean,
    a4_dtype: DType,
  ) => Tensor
  'aten::norm.ScalarOpt_dtype': (a0_self: Tensor, a1_p: Scalar | null | undefined, a2_dtype: DType) => Tensor
  'aten::norm_except_dim': (a0_v: Tensor, a1_pow?: number | undefined, a2_dim?: number | undefined) => Tensor
  'aten::normal.Tensor_Tensor': (a0_mean: Tensor, a1_std: Tensor, a2_generator?: Generator | null | undefined) => Tensor
  'aten::normal.Tensor_float': (
    a0_mean: Tensor,
    a1_std?: number | undefined,
    a2_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::normal.float_Tensor': (a0_mean: number, a1_std: Tensor, a2_generator?: Generator | null | undefined) => Tensor
  'aten::normal.float_float': (
    a0_mean: number,
    a1_std: number,
    a2_size: readonly number[],
    a3_generator?: Generator | null | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::normal_': (
    a0_self: Tensor,
    a1_mean?: number | undefined,
    a2_std?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::normal_functional': (
    a0_self: Tensor,
    a1_mean?: number | undefined,
    a2_std?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::not_equal.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::not_equal.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::not_equal_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::not_equal_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::nuclear_norm': (a0_self: Tensor, a1_keepdim?: boolean | undefined) => Tensor
  'aten::nuclear_norm.dim': (
    a0_self: Tensor,
    a1_dim: readonly number[] | number,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::numel': (a0_self: Tensor) => number
  'aten::numpy_T': (a0_self: Tensor) => Tensor
  'aten::one_hot': (a0_self: Tensor, a1_num_classes?: number | undefined) => Tensor
  'aten::ones': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::ones_like': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::orgqr': (a0_self: Tensor, a1_input2: Tensor) => Tensor
  'aten::ormqr': (
    a0_self: Tensor,
    a1_input2: Tensor,
    a2_input3: Tensor,
    a3_left?: boolean | undefined,
    a4_transpose?: boolean | undefined,
  ) => Tensor
  'aten::outer': (a0_self: Tensor, a1_vec2: Tensor) => Tensor
  'aten::output_nr': (a0_self: Tensor) => number
  'aten::pad': (
    a0_self: Tensor,
    a1_pad: readonly number[],
    a2_mode?: string | undefined,
    a3_value?: number | null | undefined,
  ) => Tensor
  'aten::pad_sequence': (
    a0_sequences: readonly Tensor[],
    a1_batch_first?: boolean | undefined,
    a2_padding_value?: number | undefined,
    a3_padding_side?: string | undefined,
  ) => Tensor
  'aten::pairwise_distance': (
    a0_x1: Tensor,
    a1_x2: Tensor,
    a2_p?: number | undefined,
    a3_eps?: number | undefined,
    a4_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::pdist': (a0_self: Tensor, a1_p?: number | undefined) => Tensor
  'aten::permute': (a0_self: Tensor, a1_dims: readonly number[]) => Tensor
  'aten::pin_memory': (a0_self: Tensor, a1_device?: string | null | undefined) => Tensor
  'aten::pinverse': (a0_self: Tensor, a1_rcond?: number | undefined) => Tensor
  'aten::pixel_shuffle': (a0_self: Tensor, a1_upscale_factor: number) => Tensor
  'aten::pixel_unshuffle': (a0_self: Tensor, a1_downscale_factor: number) => Tensor
  'aten::poisson': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::poisson_nll_loss': (
    a0_input: Tensor,
    a1_target: Tensor,
    a2_log_input: boolean,
    a3_full: boolean,
    a4_eps: number,
    a5_reduction: number,
  ) => Tensor
  'aten::polar': (a0_abs: Tensor, a1_angle: Tensor) => Tensor
  'aten::polygamma': (a0_n: number, a1_self: Tensor) => Tensor
  'aten::polygamma_': (a0_self: Tensor, a1_n: number) => Tensor
  'aten::positive': (a0_self: Tensor) => Tensor
  'aten::pow.Scalar': (a0_self: Scalar, a1_exponent: Tensor) => Tensor
  'aten::pow.Tensor_Scalar': (a0_self: Tensor, a1_exponent: Scalar) => Tensor
  'aten::pow.Tensor_Tensor': (a0_self: Tensor, a1_exponent: Tensor) => Tensor
  'aten::pow_.Scalar': (a0_self: Tensor, a1_exponent: Scalar) => Tensor
  'aten::pow_.Tensor': (a0_self: Tensor, a1_exponent: Tensor) => Tensor
  'aten::prelu': (a0_self: Tensor, a1_weight: Tensor) => Tensor
  'aten::prod': (a0_self: Tensor, a1_dtype?: DType | null | undefined) => Tensor
  'aten::prod.dim_int': (
    a0_self: Tensor,
    a1_dim: number,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::promote_types': (a0_type1: DType, a1_type2: DType) => DType
  'aten::put': (a0_self: Tensor, a1_index: Tensor, a2_source: Tensor, a3_accumulate?: boolean | undefined) => Tensor
  'aten::put_': (a0_self: Tensor, a1_index: Tensor, a2_source: Tensor, a3_accumulate?: boolean | undefined) => Tensor
  'aten::q_per_channel_axis': (a0_self: Tensor) => number
  'aten::q_per_channel_scales': (a0_self: Tensor) => Tensor
  'aten::q_per_channel_zero_points': (a0_self: Tensor) => Tensor
  'aten::q_scale': (a0_self: Tensor) => number
  'aten::q_zero_point': (a0_self: Tensor) => number
  'aten::qr': (a0_self: Tensor, a1_some?: boolean | undefined) => [Tensor, Tensor]
  'aten::qr.Q': (a0_self: Tensor, a1_some: boolean | undefined, a2_Q: Tensor, a3_R: Tensor) => [Tensor, Tensor]
  'aten::qscheme': (a0_self: Tensor) => unknown
  'aten::quantile': (
    a0_self: Tensor,
    a1_q: Tensor,
    a2_dim?: number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_interpolation?: string | undefined,
  ) => Tensor
  'aten::quantile.scalar': (
    a0_self: Tensor,
    a1_q: number,
    a2_dim?: number | null | undefined,
    a3_keepdim?: boolean | undefined,
    a4_interpolation?: string | undefined,
  ) => Tensor
  'aten::quantize_per_channel': (
    a0_self: Tensor,
    a1_scales: Tensor,
    a2_zero_points: Tensor,
    a3_axis: number,
    a4_dtype: DType,
  ) => Tensor
  'aten::quantize_per_tensor': (a0_self: Tensor, a1_scale: number, a2_zero_point: number, a3_dtype: DType) => Tensor
  'aten::quantize_per_tensor.tensor_qparams': (
    a0_self: Tensor,
    a1_scale: Tensor,
    a2_zero_point: Tensor,
    a3_dtype: DType,
  ) => Tensor
  'aten::quantize_per_tensor.tensors': (
    a0_tensors: readonly Tensor[],
    a1_scales: Tensor,
    a2_zero_points: Tensor,
    a3_dtype: DType,
  ) => Tensor[]
  'aten::quantize_per_tensor_dynamic': (a0_self: Tensor, a1_dtype: DType, a2_reduce_range: boolean) => Tensor
  'aten::quantized_batch_norm': (
    a0_input: Tensor,
    a1_weight: Tensor | null | undefined,
    a2_bias: Tensor | null | undefined,
    a3_mean: Tensor,
    a4_var: Tensor,
    a5_eps: number,
    a6_output_scale: number,
    a7_output_zero_point: number,
  ) => Tensor
  'aten::quantized_gru.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: Tensor,
    a3_params: readonly unknown[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor]
  'aten::quantized_gru.data_legacy': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: Tensor,
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor]
  'aten::quantized_gru.input': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_params: readonly unknown[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor]
  'aten::quantized_gru.input_legacy': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor]
  'aten::quantized_gru_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih: Tensor,
    a5_b_hh: Tensor,
    a6_packed_ih: Tensor,
    a7_packed_hh: Tensor,
    a8_col_offsets_ih: Tensor,
    a9_col_offsets_hh: Tensor,
    a10_scale_ih: Scalar,
    a11_scale_hh: Scalar,
    a12_zero_point_ih: Scalar,
    a13_zero_point_hh: Scalar,
  ) => Tensor
  'aten::quantized_lstm.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: readonly Tensor[],
    a3_params: readonly unknown[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
    a9_dtype?: DType | null | undefined,
    a10_use_dynamic?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::quantized_lstm.data_legacy': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: readonly Tensor[],
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
    a9_dtype?: DType | null | undefined,
    a10_use_dynamic?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::quantized_lstm.input': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_params: readonly unknown[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
    a9_dtype?: DType | null | undefined,
    a10_use_dynamic?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::quantized_lstm.input_legacy': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
    a9_dtype?: DType | null | undefined,
    a10_use_dynamic?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::quantized_lstm_cell': (
    a0_input: Tensor,
    a1_hx: readonly Tensor[],
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih: Tensor,
    a5_b_hh: Tensor,
    a6_packed_ih: Tensor,
    a7_packed_hh: Tensor,
    a8_col_offsets_ih: Tensor,
    a9_col_offsets_hh: Tensor,
    a10_scale_ih: Scalar,
    a11_scale_hh: Scalar,
    a12_zero_point_ih: Scalar,
    a13_zero_point_hh: Scalar,
  ) => [Tensor, Tensor]
  'aten::quantized_max_pool1d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::quantized_max_pool2d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::quantized_max_pool3d': (
    a0_self: Tensor,
    a1_kernel_size: readonly number[] | number,
    a2_stride?: readonly number[] | number | undefined,
    a3_padding?: readonly number[] | number | undefined,
    a4_dilation?: readonly number[] | number | undefined,
    a5_ceil_mode?: boolean | undefined,
  ) => Tensor
  'aten::quantized_rnn_relu_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih: Tensor,
    a5_b_hh: Tensor,
    a6_packed_ih: Tensor,
    a7_packed_hh: Tensor,
    a8_col_offsets_ih: Tensor,
    a9_col_offsets_hh: Tensor,
    a10_scale_ih: Scalar,
    a11_scale_hh: Scalar,
    a12_zero_point_ih: Scalar,
    a13_zero_point_hh: Scalar,
  ) => Tensor
  'aten::quantized_rnn_tanh_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih: Tensor,
    a5_b_hh: Tensor,
    a6_packed_ih: Tensor,
    a7_packed_hh: Tensor,
    a8_col_offsets_ih: Tensor,
    a9_col_offsets_hh: Tensor,
    a10_scale_ih: Scalar,
    a11_scale_hh: Scalar,
    a12_zero_point_ih: Scalar,
    a13_zero_point_hh: Scalar,
  ) => Tensor
  'aten::rad2deg': (a0_self: Tensor) => Tensor
  'aten::rad2deg_': (a0_self: Tensor) => Tensor
  'aten::rand': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::rand.generator': (
    a0_size: readonly number[],
    a1_generator?: Generator | null | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::rand_like': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::rand_like.generator': (
    a0_self: Tensor,
    a1_generator?: Generator | null | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint': (
    a0_high: number,
    a1_size: readonly number[],
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randint.generator': (
    a0_high: number,
    a1_size: readonly number[],
    a2_generator?: Generator | null | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randint.low': (
    a0_low: number,
    a1_high: number,
    a2_size: readonly number[],
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randint.low_generator': (
    a0_low: number,
    a1_high: number,
    a2_size: readonly number[],
    a3_generator?: Generator | null | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randint_like': (
    a0_self: Tensor,
    a1_high: number,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint_like.Tensor': (
    a0_self: Tensor,
    a1_high: Tensor,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint_like.Tensor_generator': (
    a0_self: Tensor,
    a1_high: Tensor,
    a2_generator?: Generator | null | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
    a7_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint_like.generator': (
    a0_self: Tensor,
    a1_high: number,
    a2_generator?: Generator | null | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
    a7_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint_like.low_dtype': (
    a0_self: Tensor,
    a1_low: number,
    a2_high: number,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
    a7_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randint_like.low_generator_dtype': (
    a0_self: Tensor,
    a1_low: number,
    a2_high: number,
    a3_generator?: Generator | null | undefined,
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
    a8_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randn': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randn.generator': (
    a0_size: readonly number[],
    a1_generator?: Generator | null | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randn_like': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::randn_like.generator': (
    a0_self: Tensor,
    a1_generator?: Generator | null | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::random': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::random.from': (
    a0_self: Tensor,
    a1_from: number,
    a2_to?: number | null | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::random.to': (a0_self: Tensor, a1_to: number, a2_generator?: Generator | null | undefined) => Tensor
  'aten::random_': (a0_self: Tensor, a1_generator?: Generator | null | undefined) => Tensor
  'aten::random_.from': (
    a0_self: Tensor,
    a1_from: number,
    a2_to?: number | null | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::random_.to': (a0_self: Tensor, a1_to: number, a2_generator?: Generator | null | undefined) => Tensor
  'aten::randperm': (
    a0_n: number,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::randperm.generator': (
    a0_n: number,
    a1_generator?: Generator | null | undefined,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::range': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::range.out_': (a0_start: Scalar, a1_end: Scalar, a2_out: Tensor) => Tensor
  'aten::range.step': (
    a0_start: Scalar,
    a1_end: Scalar,
    a2_step?: Scalar | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::ravel': (a0_self: Tensor) => Tensor
  'aten::real': (a0_self: Tensor) => Tensor
  'aten::reciprocal': (a0_self: Tensor) => Tensor
  'aten::reciprocal_': (a0_self: Tensor) => Tensor
  'aten::record_stream': (a0_self: Tensor, a1_s: number) => void
  'aten::reflection_pad1d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::reflection_pad2d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::reflection_pad3d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::relu': (a0_self: Tensor) => Tensor
  'aten::relu6': (a0_self: Tensor) => Tensor
  'aten::relu6_': (a0_self: Tensor) => Tensor
  'aten::relu_': (a0_self: Tensor) => Tensor
  'aten::remainder.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::remainder.Scalar_Tensor': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::remainder.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::remainder_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::remainder_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::renorm': (a0_self: Tensor, a1_p: Scalar, a2_dim: number, a3_maxnorm: Scalar) => Tensor
  'aten::renorm_': (a0_self: Tensor, a1_p: Scalar, a2_dim: number, a3_maxnorm: Scalar) => Tensor
  'aten::repeat': (a0_self: Tensor, a1_repeats: readonly number[]) => Tensor
  'aten::repeat_interleave.Tensor': (a0_repeats: Tensor, a1_output_size?: number | null | undefined) => Tensor
  'aten::repeat_interleave.self_Tensor': (
    a0_self: Tensor,
    a1_repeats: Tensor,
    a2_dim?: number | null | undefined,
    a3_output_size?: number | null | undefined,
  ) => Tensor
  'aten::repeat_interleave.self_int': (
    a0_self: Tensor,
    a1_repeats: number,
    a2_dim?: number | null | undefined,
    a3_output_size?: number | null | undefined,
  ) => Tensor
  'aten::replication_pad1d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::replication_pad2d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::replication_pad3d': (a0_self: Tensor, a1_padding: readonly number[] | number) => Tensor
  'aten::requires_grad_': (a0_self: Tensor, a1_requires_grad?: boolean | undefined) => Tensor
  'aten::reshape': (a0_self: Tensor, a1_shape: readonly number[]) => Tensor
  'aten::reshape_as': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::resize': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::resize_': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::resize_as': (
    a0_self: Tensor,
    a1_the_template: Tensor,
    a2_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::resize_as_': (
    a0_self: Tensor,
    a1_the_template: Tensor,
    a2_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::resize_as_sparse': (a0_self: Tensor, a1_the_template: Tensor) => Tensor
  'aten::resize_as_sparse_': (a0_self: Tensor, a1_the_template: Tensor) => Tensor
  'aten::resolve_conj': (a0_self: Tensor) => Tensor
  'aten::resolve_neg': (a0_self: Tensor) => Tensor
  'aten::result_type.Scalar': (a0_tensor: Tensor, a1_other: Scalar) => DType
  'aten::result_type.Scalar_Scalar': (a0_scalar1: Scalar, a1_scalar2: Scalar) => DType
  'aten::result_type.Scalar_Tensor': (a0_scalar: Scalar, a1_tensor: Tensor) => DType
  'aten::result_type.Tensor': (a0_tensor: Tensor, a1_other: Tensor) => DType
  'aten::retain_grad': (a0_self: Tensor) => void
  'aten::retains_grad': (a0_self: Tensor) => boolean
  'aten::rms_norm': (
    a0_input: Tensor,
    a1_normalized_shape: readonly number[],
    a2_weight?: Tensor | null | undefined,
    a3_eps?: number | null | undefined,
  ) => Tensor
  'aten::rnn_relu.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: Tensor,
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor]
  'aten::rnn_relu.input': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor]
  'aten::rnn_relu_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih?: Tensor | null | undefined,
    a5_b_hh?: Tensor | null | undefined,
  ) => Tensor
  'aten::rnn_tanh.data': (
    a0_data: Tensor,
    a1_batch_sizes: Tensor,
    a2_hx: Tensor,
    a3_params: readonly Tensor[],
    a4_has_biases: boolean,
    a5_num_layers: number,
    a6_dropout: number,
    a7_train: boolean,
    a8_bidirectional: boolean,
  ) => [Tensor, Tensor]
  'aten::rnn_tanh.input': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_params: readonly Tensor[],
    a3_has_biases: boolean,
    a4_num_layers: number,
    a5_dropout: number,
    a6_train: boolean,
    a7_bidirectional: boolean,
    a8_batch_first: boolean,
  ) => [Tensor, Tensor]
  'aten::rnn_tanh_cell': (
    a0_input: Tensor,
    a1_hx: Tensor,
    a2_w_ih: Tensor,
    a3_w_hh: Tensor,
    a4_b_ih?: Tensor | null | undefined,
    a5_b_hh?: Tensor | null | undefined,
  ) => Tensor
  'aten::roll': (
    a0_self: Tensor,
    a1_shifts: readonly number[] | number,
    a2_dims?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::rot90': (a0_self: Tensor, a1_k?: number | undefined, a2_dims?: readonly number[] | undefined) => Tensor
  'aten::round': (a0_self: Tensor) => Tensor
  'aten::round.decimals': (a0_self: Tensor, a1_decimals: number) => Tensor
  'aten::round_': (a0_self: Tensor) => Tensor
  'aten::round_.decimals': (a0_self: Tensor, a1_decimals: number) => Tensor
  'aten::row_indices': (a0_self: Tensor) => Tensor
  'aten::row_stack': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::rrelu': (
    a0_self: Tensor,
    a1_lower?: Scalar | undefined,
    a2_upper?: Scalar | undefined,
    a3_training?: boolean | undefined,
    a4_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::rrelu_': (
    a0_self: Tensor,
    a1_lower?: Scalar | undefined,
    a2_upper?: Scalar | undefined,
    a3_training?: boolean | undefined,
    a4_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::rrelu_with_noise': (
    a0_self: Tensor,
    a1_noise: Tensor,
    a2_lower?: Scalar | undefined,
    a3_upper?: Scalar | undefined,
    a4_training?: boolean | undefined,
    a5_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::rrelu_with_noise_': (
    a0_self: Tensor,
    a1_noise: Tensor,
    a2_lower?: Scalar | undefined,
    a3_upper?: Scalar | undefined,
    a4_training?: boolean | undefined,
    a5_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::rrelu_with_noise_functional': (
    a0_self: Tensor,
    a1_noise: Tensor,
    a2_lower?: Scalar | undefined,
    a3_upper?: Scalar | undefined,
    a4_training?: boolean | undefined,
    a5_generator?: Generator | null | undefined,
  ) => [Tensor, Tensor]
  'aten::rsqrt': (a0_self: Tensor) => Tensor
  'aten::rsqrt_': (a0_self: Tensor) => Tensor
  'aten::rsub.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::rsub.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::scalar_tensor': (
    a0_s: Scalar,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::scaled_dot_product_attention': (
    a0_query: Tensor,
    a1_key: Tensor,
    a2_value: Tensor,
    a3_attn_mask?: Tensor | null | undefined,
    a4_dropout_p?: number | undefined,
    a5_is_causal?: boolean | undefined,
    a6_scale?: number | null | undefined,
    a7_enable_gqa?: boolean | undefined,
  ) => Tensor
  'aten::scatter.reduce': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_src: Tensor,
    a4_reduce: string,
  ) => Tensor
  'aten::scatter.src': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_src: Tensor) => Tensor
  'aten::scatter.value': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Scalar) => Tensor
  'aten::scatter.value_reduce': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_value: Scalar,
    a4_reduce: string,
  ) => Tensor
  'aten::scatter_.reduce': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_src: Tensor,
    a4_reduce: string,
  ) => Tensor
  'aten::scatter_.src': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_src: Tensor) => Tensor
  'aten::scatter_.value': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_value: Scalar) => Tensor
  'aten::scatter_.value_reduce': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_value: Scalar,
    a4_reduce: string,
  ) => Tensor
  'aten::scatter_add': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_src: Tensor) => Tensor
  'aten::scatter_add_': (a0_self: Tensor, a1_dim: number, a2_index: Tensor, a3_src: Tensor) => Tensor
  'aten::scatter_reduce.two': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_src: Tensor,
    a4_reduce: string,
    a5_include_self?: boolean | undefined,
  ) => Tensor
  'aten::scatter_reduce_.two': (
    a0_self: Tensor,
    a1_dim: number,
    a2_index: Tensor,
    a3_src: Tensor,
    a4_reduce: string,
    a5_include_self?: boolean | undefined,
  ) => Tensor
  'aten::searchsorted.Scalar': (
    a0_sorted_sequence: Tensor,
    a1_self: Scalar,
    a2_out_int32?: boolean | undefined,
    a3_right?: boolean | undefined,
    a4_side?: string | null | undefined,
    a5_sorter?: Tensor | null | undefined,
  ) => Tensor
  'aten::searchsorted.Tensor': (
    a0_sorted_sequence: Tensor,
    a1_self: Tensor,
    a2_out_int32?: boolean | undefined,
    a3_right?: boolean | undefined,
    a4_side?: string | null | undefined,
    a5_sorter?: Tensor | null | undefined,
  ) => Tensor
  'aten::segment_reduce': (
    a0_data: Tensor,
    a1_reduce: string,
    a2_lengths?: Tensor | null | undefined,
    a3_indices?: Tensor | null | undefined,
    a4_offsets?: Tensor | null | undefined,
    a5_axis?: number | undefined,
    a6_unsafe?: boolean | undefined,
    a7_initial?: Scalar | null | undefined,
  ) => Tensor
  'aten::select.int': (a0_self: Tensor, a1_dim: number, a2_index: number) => Tensor
  'aten::select_copy.int': (a0_self: Tensor, a1_dim: number, a2_index: number) => Tensor
  'aten::select_scatter': (a0_self: Tensor, a1_src: Tensor, a2_dim: number, a3_index: number) => Tensor
  'aten::selu': (a0_self: Tensor) => Tensor
  'aten::selu_': (a0_self: Tensor) => Tensor
  'aten::set': (a0_self: Tensor) => Tensor
  'aten::set.source_Storage': (a0_self: Tensor, a1_source: unknown) => Tensor
  'aten::set.source_Storage_storage_offset': (
    a0_self: Tensor,
    a1_source: unknown,
    a2_storage_offset: number,
    a3_size: readonly number[],
    a4_stride?: readonly number[] | undefined,
  ) => Tensor
  'aten::set.source_Tensor': (a0_self: Tensor, a1_source: Tensor) => Tensor
  'aten::set_': (a0_self: Tensor) => Tensor
  'aten::set_.source_Storage': (a0_self: Tensor, a1_source: unknown) => Tensor
  'aten::set_.source_Storage_storage_offset': (
    a0_self: Tensor,
    a1_source: unknown,
    a2_storage_offset: number,
    a3_size: readonly number[],
    a4_stride?: readonly number[] | undefined,
  ) => Tensor
  'aten::set_.source_Tensor': (a0_self: Tensor, a1_source: Tensor) => Tensor
  'aten::set_.source_Tensor_storage_offset': (
    a0_self: Tensor,
    a1_source: Tensor,
    a2_storage_offset: number,
    a3_size: readonly number[],
    a4_stride?: readonly number[] | undefined,
  ) => Tensor
  'aten::set_data': (a0_self: Tensor, a1_new_data: Tensor) => void
  'aten::sgn': (a0_self: Tensor) => Tensor
  'aten::sgn_': (a0_self: Tensor) => Tensor
  'aten::sigmoid': (a0_self: Tensor) => Tensor
  'aten::sigmoid_': (a0_self: Tensor) => Tensor
  'aten::sign': (a0_self: Tensor) => Tensor
  'aten::sign_': (a0_self: Tensor) => Tensor
  'aten::signbit': (a0_self: Tensor) => Tensor
  'aten::silu': (a0_self: Tensor) => Tensor
  'aten::silu_': (a0_self: Tensor) => Tensor
  'aten::sin': (a0_self: Tensor) => Tensor
  'aten::sin_': (a0_self: Tensor) => Tensor
  'aten::sinc': (a0_self: Tensor) => Tensor
  'aten::sinc_': (a0_self: Tensor) => Tensor
  'aten::sinh': (a0_self: Tensor) => Tensor
  'aten::sinh_': (a0_self: Tensor) => Tensor
  'aten::size.int': (a0_self: Tensor, a1_dim: number) => number
  'aten::slice.Tensor': (
    a0_self: Tensor,
    a1_dim?: number | undefined,
    a2_start?: number | null | undefined,
    a3_end?: number | null | undefined,
    a4_step?: number | undefined,
  ) => Tensor
  'aten::slice_copy.Tensor': (
    a0_self: Tensor,
    a1_dim?: number | undefined,
    a2_start?: number | null | undefined,
    a3_end?: number | null | undefined,
    a4_step?: number | undefined,
  ) => Tensor
  'aten::slice_inverse': (
    a0_self: Tensor,
    a1_src: Tensor,
    a2_dim?: number | undefined,
    a3_start?: number | null | undefined,
    a4_end?: number | null | undefined,
    a5_step?: number | undefined,
  ) => Tensor
  'aten::slice_scatter': (
    a0_self: Tensor,
    a1_src: Tensor,
    a2_dim?: number | undefined,
    a3_start?: number | null | undefined,
    a4_end?: number | null | undefined,
    a5_step?: number | undefined,
  ) => Tensor
  'aten::slogdet': (a0_self: Tensor) => [Tensor, Tensor]
  'aten::slow_conv3d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::slow_conv3d_forward': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
  ) => Tensor
  'aten::slow_conv3d_forward.output': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias: Tensor | null | undefined,
    a4_stride: readonly number[] | number,
    a5_padding: readonly number[] | number,
    a6_output: Tensor,
  ) => Tensor
  'aten::slow_conv_dilated2d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
    a6_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::slow_conv_dilated3d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
    a6_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::slow_conv_transpose2d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
    a6_output_padding?: readonly number[] | number | undefined,
    a7_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::slow_conv_transpose3d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
    a6_output_padding?: readonly number[] | number | undefined,
    a7_dilation?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::smm': (a0_self: Tensor, a1_mat2: Tensor) => Tensor
  'aten::smooth_l1_loss': (
    a0_self: Tensor,
    a1_target: Tensor,
    a2_reduction?: number | undefined,
    a3_beta?: number | undefined,
  ) => Tensor
  'aten::soft_margin_loss': (a0_self: Tensor, a1_target: Tensor, a2_reduction?: number | undefined) => Tensor
  'aten::softmax.int': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::softplus': (a0_self: Tensor, a1_beta?: Scalar | undefined, a2_threshold?: Scalar | undefined) => Tensor
  'aten::softshrink': (a0_self: Tensor, a1_lambd?: Scalar | undefined) => Tensor
  'aten::sort': (a0_self: Tensor, a1_dim?: number | undefined, a2_descending?: boolean | undefined) => [Tensor, Tensor]
  'aten::sort.stable': (
    a0_self: Tensor,
    a1_stable?: boolean | null | undefined,
    a2_dim?: number | undefined,
    a3_descending?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::sort.values': (
    a0_self: Tensor,
    a1_dim: number | undefined,
    a2_descending: boolean | undefined,
    a3_values: Tensor,
    a4_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::sort.values_stable': (
    a0_self: Tensor,
    a1_stable: boolean | null | undefined,
    a2_dim: number | undefined,
    a3_descending: boolean | undefined,
    a4_values: Tensor,
    a5_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::sparse_bsc_tensor.ccol_row_value': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_bsc_tensor.ccol_row_value_size': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_bsr_tensor.crow_col_value': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_bsr_tensor.crow_col_value_size': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_compressed_tensor.comp_plain_value': (
    a0_compressed_indices: Tensor,
    a1_plain_indices: Tensor,
    a2_values: Tensor,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_compressed_tensor.comp_plain_value_size': (
    a0_compressed_indices: Tensor,
    a1_plain_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_coo_tensor.indices': (
    a0_indices: Tensor,
    a1_values: Tensor,
    a2_dtype?: DType | null | undefined,
    a3_layout?: Layout | null | undefined,
    a4_device?: string | null | undefined,
    a5_pin_memory?: boolean | null | undefined,
    a6_is_coalesced?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_coo_tensor.indices_size': (
    a0_indices: Tensor,
    a1_values: Tensor,
    a2_size: readonly number[],
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
    a7_is_coalesced?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_coo_tensor.size': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_csc_tensor.ccol_row_value': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_csc_tensor.ccol_row_value_size': (
    a0_ccol_indices: Tensor,
    a1_row_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_csr_tensor.crow_col_value': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_csr_tensor.crow_col_value_size': (
    a0_crow_indices: Tensor,
    a1_col_indices: Tensor,
    a2_values: Tensor,
    a3_size: readonly number[],
    a4_dtype?: DType | null | undefined,
    a5_layout?: Layout | null | undefined,
    a6_device?: string | null | undefined,
    a7_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::sparse_dim': (a0_self: Tensor) => number
  'aten::sparse_mask': (a0_self: Tensor, a1_mask: Tensor) => Tensor
  'aten::sparse_resize': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_sparse_dim: number,
    a3_dense_dim: number,
  ) => Tensor
  'aten::sparse_resize_': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_sparse_dim: number,
    a3_dense_dim: number,
  ) => Tensor
  'aten::sparse_resize_and_clear': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_sparse_dim: number,
    a3_dense_dim: number,
  ) => Tensor
  'aten::sparse_resize_and_clear_': (
    a0_self: Tensor,
    a1_size: readonly number[],
    a2_sparse_dim: number,
    a3_dense_dim: number,
  ) => Tensor
  'aten::sparse_sampled_addmm': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::special_airy_ai': (a0_x: Tensor) => Tensor
  'aten::special_bessel_j0': (a0_self: Tensor) => Tensor
  'aten::special_bessel_j1': (a0_self: Tensor) => Tensor
  'aten::special_bessel_y0': (a0_self: Tensor) => Tensor
  'aten::special_bessel_y1': (a0_self: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_t': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_t.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_chebyshev_polynomial_t.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_u': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_u.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_chebyshev_polynomial_u.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_v': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_v.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_chebyshev_polynomial_v.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_w': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_chebyshev_polynomial_w.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_chebyshev_polynomial_w.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_digamma': (a0_self: Tensor) => Tensor
  'aten::special_entr': (a0_self: Tensor) => Tensor
  'aten::special_erf': (a0_self: Tensor) => Tensor
  'aten::special_erfc': (a0_self: Tensor) => Tensor
  'aten::special_erfcx': (a0_self: Tensor) => Tensor
  'aten::special_erfinv': (a0_self: Tensor) => Tensor
  'aten::special_exp2': (a0_self: Tensor) => Tensor
  'aten::special_expit': (a0_self: Tensor) => Tensor
  'aten::special_expm1': (a0_self: Tensor) => Tensor
  'aten::special_gammainc': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::special_gammaincc': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::special_gammaln': (a0_self: Tensor) => Tensor
  'aten::special_hermite_polynomial_h': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_hermite_polynomial_h.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_hermite_polynomial_h.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_hermite_polynomial_he': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_hermite_polynomial_he.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_hermite_polynomial_he.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_i0': (a0_self: Tensor) => Tensor
  'aten::special_i0e': (a0_self: Tensor) => Tensor
  'aten::special_i1': (a0_self: Tensor) => Tensor
  'aten::special_i1e': (a0_self: Tensor) => Tensor
  'aten::special_laguerre_polynomial_l': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_laguerre_polynomial_l.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_laguerre_polynomial_l.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_legendre_polynomial_p': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_legendre_polynomial_p.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_legendre_polynomial_p.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_log1p': (a0_self: Tensor) => Tensor
  'aten::special_log_ndtr': (a0_self: Tensor) => Tensor
  'aten::special_log_softmax': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::special_logit': (a0_self: Tensor, a1_eps?: number | null | undefined) => Tensor
  'aten::special_logsumexp': (
    a0_self: Tensor,
    a1_dim: readonly number[] | number,
    a2_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::special_modified_bessel_i0': (a0_self: Tensor) => Tensor
  'aten::special_modified_bessel_i1': (a0_self: Tensor) => Tensor
  'aten::special_modified_bessel_k0': (a0_self: Tensor) => Tensor
  'aten::special_modified_bessel_k1': (a0_self: Tensor) => Tensor
  'aten::special_multigammaln': (a0_self: Tensor, a1_p: number) => Tensor
  'aten::special_ndtr': (a0_self: Tensor) => Tensor
  'aten::special_ndtri': (a0_self: Tensor) => Tensor
  'aten::special_polygamma': (a0_n: number, a1_self: Tensor) => Tensor
  'aten::special_psi': (a0_self: Tensor) => Tensor
  'aten::special_round': (a0_self: Tensor, a1_decimals?: number | undefined) => Tensor
  'aten::special_scaled_modified_bessel_k0': (a0_x: Tensor) => Tensor
  'aten::special_scaled_modified_bessel_k1': (a0_x: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_t': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_t.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_shifted_chebyshev_polynomial_t.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_u': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_u.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_shifted_chebyshev_polynomial_u.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_v': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_v.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_shifted_chebyshev_polynomial_v.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_w': (a0_x: Tensor, a1_n: Tensor) => Tensor
  'aten::special_shifted_chebyshev_polynomial_w.n_scalar': (a0_x: Tensor, a1_n: Scalar) => Tensor
  'aten::special_shifted_chebyshev_polynomial_w.x_scalar': (a0_x: Scalar, a1_n: Tensor) => Tensor
  'aten::special_sinc': (a0_self: Tensor) => Tensor
  'aten::special_softmax': (a0_self: Tensor, a1_dim: number, a2_dtype?: DType | null | undefined) => Tensor
  'aten::special_spherical_bessel_j0': (a0_x: Tensor) => Tensor
  'aten::special_xlog1py': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::special_xlog1py.other_scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::special_xlog1py.self_scalar': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::special_xlogy': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::special_xlogy.other_scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::special_xlogy.self_scalar': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::special_zeta': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::special_zeta.other_scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::special_zeta.self_scalar': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::split.Tensor': (a0_self: Tensor, a1_split_size: number, a2_dim?: number | undefined) => Tensor[]
  'aten::split.sizes': (a0_self: Tensor, a1_split_size: readonly number[], a2_dim?: number | undefined) => Tensor[]
  'aten::split_copy.Tensor': (a0_self: Tensor, a1_split_size: number, a2_dim?: number | undefined) => Tensor[]
  'aten::split_with_sizes': (
    a0_self: Tensor,
    a1_split_sizes: readonly number[],
    a2_dim?: number | undefined,
  ) => Tensor[]
  'aten::sqrt': (a0_self: Tensor) => Tensor
  'aten::sqrt_': (a0_self: Tensor) => Tensor
  'aten::square': (a0_self: Tensor) => Tensor
  'aten::square_': (a0_self: Tensor) => Tensor
  'aten::squeeze': (a0_self: Tensor) => Tensor
  'aten::squeeze.dim': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::squeeze.dims': (a0_self: Tensor, a1_dim: readonly number[]) => Tensor
  'aten::squeeze_': (a0_self: Tensor) => Tensor
  'aten::squeeze_.dim': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::squeeze_.dims': (a0_self: Tensor, a1_dim: readonly number[]) => Tensor
  'aten::squeeze_copy.dim': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::squeeze_copy.dims': (a0_self: Tensor, a1_dim: readonly number[]) => Tensor
  'aten::sspaddmm': (
    a0_self: Tensor,
    a1_mat1: Tensor,
    a2_mat2: Tensor,
    a3_beta?: Scalar | undefined,
    a4_alpha?: Scalar | undefined,
  ) => Tensor
  'aten::stack': (a0_tensors: readonly Tensor[], a1_dim?: number | undefined) => Tensor
  'aten::std': (a0_self: Tensor, a1_unbiased?: boolean | undefined) => Tensor
  'aten::std.correction': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_correction?: Scalar | null | undefined,
    a3_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::std.dim': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_unbiased?: boolean | undefined,
    a3_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::std_mean': (a0_self: Tensor, a1_unbiased?: boolean | undefined) => [Tensor, Tensor]
  'aten::std_mean.correction': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_correction?: Scalar | null | undefined,
    a3_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::std_mean.dim': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_unbiased?: boolean | undefined,
    a3_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::stft': (
    a0_self: Tensor,
    a1_n_fft: number,
    a2_hop_length?: number | null | undefined,
    a3_win_length?: number | null | undefined,
    a4_window?: Tensor | null | undefined,
    a5_normalized?: boolean | undefined,
    a6_onesided?: boolean | null | undefined,
    a7_return_complex?: boolean | null | undefined,
    a8_align_to_window?: boolean | null | undefined,
  ) => Tensor
  'aten::stft.center': (
    a0_self: Tensor,
    a1_n_fft: number,
    a2_hop_length?: number | null | undefined,
    a3_win_length?: number | null | undefined,
    a4_window?: Tensor | null | undefined,
    a5_center?: boolean | undefined,
    a6_pad_mode?: string | undefined,
    a7_normalized?: boolean | undefined,
    a8_onesided?: boolean | null | undefined,
    a9_return_complex?: boolean | null | undefined,
    a10_align_to_window?: boolean | null | undefined,
  ) => Tensor
  'aten::storage_offset': (a0_self: Tensor) => number
  'aten::stride.int': (a0_self: Tensor, a1_dim: number) => number
  'aten::sub.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::sub.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::sub_.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::sub_.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::subtract.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::subtract.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::subtract_.Scalar': (a0_self: Tensor, a1_other: Scalar, a2_alpha?: Scalar | undefined) => Tensor
  'aten::subtract_.Tensor': (a0_self: Tensor, a1_other: Tensor, a2_alpha?: Scalar | undefined) => Tensor
  'aten::sum': (a0_self: Tensor, a1_dtype?: DType | null | undefined) => Tensor
  'aten::sum.dim_IntList': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_keepdim?: boolean | undefined,
    a3_dtype?: DType | null | undefined,
  ) => Tensor
  'aten::sum_to_size': (a0_self: Tensor, a1_size: readonly number[]) => Tensor
  'aten::svd': (
    a0_self: Tensor,
    a1_some?: boolean | undefined,
    a2_compute_uv?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::svd.U': (
    a0_self: Tensor,
    a1_some: boolean | undefined,
    a2_compute_uv: boolean | undefined,
    a3_U: Tensor,
    a4_S: Tensor,
    a5_V: Tensor,
  ) => [Tensor, Tensor, Tensor]
  'aten::swapaxes': (a0_self: Tensor, a1_axis0: number, a2_axis1: number) => Tensor
  'aten::swapaxes_': (a0_self: Tensor, a1_axis0: number, a2_axis1: number) => Tensor
  'aten::swapdims': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::swapdims_': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::sym_constrain_range': (
    a0_size: Scalar,
    a1_min?: number | null | undefined,
    a2_max?: number | null | undefined,
  ) => void
  'aten::sym_constrain_range_for_size': (
    a0_size: Scalar,
    a1_min?: number | null | undefined,
    a2_max?: number | null | undefined,
  ) => void
  'aten::sym_is_contiguous': (a0_self: Tensor, a1_memory_format?: MemoryFormat | undefined) => unknown
  'aten::sym_numel': (a0_self: Tensor) => number
  'aten::sym_size.int': (a0_self: Tensor, a1_dim: number) => number
  'aten::sym_storage_offset': (a0_self: Tensor) => number
  'aten::sym_stride.int': (a0_self: Tensor, a1_dim: number) => number
  'aten::t': (a0_self: Tensor) => Tensor
  'aten::t_': (a0_self: Tensor) => Tensor
  'aten::take': (a0_self: Tensor, a1_index: Tensor) => Tensor
  'aten::take_along_dim': (a0_self: Tensor, a1_indices: Tensor, a2_dim?: number | null | undefined) => Tensor
  'aten::tan': (a0_self: Tensor) => Tensor
  'aten::tan_': (a0_self: Tensor) => Tensor
  'aten::tanh': (a0_self: Tensor) => Tensor
  'aten::tanh_': (a0_self: Tensor) => Tensor
  'aten::tensor_split.indices': (
    a0_self: Tensor,
    a1_indices: readonly number[],
    a2_dim?: number | undefined,
  ) => Tensor[]
  'aten::tensor_split.sections': (a0_self: Tensor, a1_sections: number, a2_dim?: number | undefined) => Tensor[]
  'aten::tensor_split.tensor_indices_or_sections': (
    a0_self: Tensor,
    a1_tensor_indices_or_sections: Tensor,
    a2_dim?: number | undefined,
  ) => Tensor[]
  'aten::tensordot': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_dims_self: readonly number[],
    a3_dims_other: readonly number[],
  ) => Tensor
  'aten::thnn_conv2d': (
    a0_self: Tensor,
    a1_weight: Tensor,
    a2_kernel_size: readonly number[] | number,
    a3_bias?: Tensor | null | undefined,
    a4_stride?: readonly number[] | number | undefined,
    a5_padding?: readonly number[] | number | undefined,
  ) => Tensor
  'aten::threshold': (a0_self: Tensor, a1_threshold: Scalar, a2_value: Scalar) => Tensor
  'aten::threshold_': (a0_self: Tensor, a1_threshold: Scalar, a2_value: Scalar) => Tensor
  'aten::tile': (a0_self: Tensor, a1_dims: readonly number[]) => Tensor
  'aten::to.device': (
    a0_self: Tensor,
    a1_device: string,
    a2_dtype: DType,
    a3_non_blocking?: boolean | undefined,
    a4_copy?: boolean | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::to.dtype': (
    a0_self: Tensor,
    a1_dtype: DType,
    a2_non_blocking?: boolean | undefined,
    a3_copy?: boolean | undefined,
    a4_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::to.other': (
    a0_self: Tensor,
    a1_other: Tensor,
    a2_non_blocking?: boolean | undefined,
    a3_copy?: boolean | undefined,
    a4_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
  'aten::to_dense': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_masked_grad?: boolean | null | undefined,
  ) => Tensor
  'aten::to_mkldnn': (a0_self: Tensor, a1_dtype?: DType | null | undefined) => Tensor
  'aten::to_padded_tensor': (
    a0_self: Tensor,
    a1_padding: number,
    a2_output_size?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::to_sparse': (
    a0_self: Tensor,
    a1_layout?: Layout | null | undefined,
    a2_blocksize?: readonly number[] | number | null | undefined,
    a3_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::to_sparse.sparse_dim': (a0_self: Tensor, a1_sparse_dim: number) => Tensor
  'aten::to_sparse_bsc': (
    a0_self: Tensor,
    a1_blocksize: readonly number[] | number,
    a2_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::to_sparse_bsr': (
    a0_self: Tensor,
    a1_blocksize: readonly number[] | number,
    a2_dense_dim?: number | null | undefined,
  ) => Tensor
  'aten::to_sparse_csc': (a0_self: Tensor, a1_dense_dim?: number | null | undefined) => Tensor
  'aten::to_sparse_csr': (a0_self: Tensor, a1_dense_dim?: number | null | undefined) => Tensor
  'aten::topk': (
    a0_self: Tensor,
    a1_k: number,
    a2_dim?: number | undefined,
    a3_largest?: boolean | undefined,
    a4_sorted?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::topk.values': (
    a0_self: Tensor,
    a1_k: number,
    a2_dim: number | undefined,
    a3_largest: boolean | undefined,
    a4_sorted: boolean | undefined,
    a5_values: Tensor,
    a6_indices: Tensor,
  ) => [Tensor, Tensor]
  'aten::trace': (a0_self: Tensor) => Tensor
  'aten::transpose.int': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::transpose_': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::transpose_copy.int': (a0_self: Tensor, a1_dim0: number, a2_dim1: number) => Tensor
  'aten::trapezoid.dx': (a0_y: Tensor, a1_dx?: Scalar | undefined, a2_dim?: number | undefined) => Tensor
  'aten::trapezoid.x': (a0_y: Tensor, a1_x: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::trapz.dx': (a0_y: Tensor, a1_dx?: number | undefined, a2_dim?: number | undefined) => Tensor
  'aten::trapz.x': (a0_y: Tensor, a1_x: Tensor, a2_dim?: number | undefined) => Tensor
  'aten::triangular_solve': (
    a0_self: Tensor,
    a1_A: Tensor,
    a2_upper?: boolean | undefined,
    a3_transpose?: boolean | undefined,
    a4_unitriangular?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::triangular_solve.X': (
    a0_self: Tensor,
    a1_A: Tensor,
    a2_upper: boolean | undefined,
    a3_transpose: boolean | undefined,
    a4_unitriangular: boolean | undefined,
    a5_X: Tensor,
    a6_M: Tensor,
  ) => [Tensor, Tensor]
  'aten::tril': (a0_self: Tensor, a1_diagonal?: number | undefined) => Tensor
  'aten::tril_': (a0_self: Tensor, a1_diagonal?: number | undefined) => Tensor
  'aten::tril_indices': (
    a0_row: number,
    a1_col: number,
    a2_offset?: number | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::triplet_margin_loss': (
    a0_anchor: Tensor,
    a1_positive: Tensor,
    a2_negative: Tensor,
    a3_margin?: number | undefined,
    a4_p?: number | undefined,
    a5_eps?: number | undefined,
    a6_swap?: boolean | undefined,
    a7_reduction?: number | undefined,
  ) => Tensor
  'aten::triu': (a0_self: Tensor, a1_diagonal?: number | undefined) => Tensor
  'aten::triu_': (a0_self: Tensor, a1_diagonal?: number | undefined) => Tensor
  'aten::triu_indices': (
    a0_row: number,
    a1_col: number,
    a2_offset?: number | undefined,
    a3_dtype?: DType | null | undefined,
    a4_layout?: Layout | null | undefined,
    a5_device?: string | null | undefined,
    a6_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::true_divide.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::true_divide.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::true_divide_.Scalar': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::true_divide_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::trunc': (a0_self: Tensor) => Tensor
  'aten::trunc_': (a0_self: Tensor) => Tensor
  'aten::type_as': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::unbind.int': (a0_self: Tensor, a1_dim?: number | undefined) => Tensor[]
  'aten::unbind_copy.int': (a0_self: Tensor, a1_dim?: number | undefined) => Tensor[]
  'aten::unflatten.int': (a0_self: Tensor, a1_dim: number, a2_sizes: readonly number[]) => Tensor
  'aten::unflatten_dense_tensors': (a0_flat: Tensor, a1_tensors: readonly Tensor[]) => Tensor[]
  'aten::unfold': (a0_self: Tensor, a1_dimension: number, a2_size: number, a3_step: number) => Tensor
  'aten::uniform': (
    a0_self: Tensor,
    a1_from?: number | undefined,
    a2_to?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::uniform_': (
    a0_self: Tensor,
    a1_from?: number | undefined,
    a2_to?: number | undefined,
    a3_generator?: Generator | null | undefined,
  ) => Tensor
  'aten::unique_consecutive': (
    a0_self: Tensor,
    a1_return_inverse?: boolean | undefined,
    a2_return_counts?: boolean | undefined,
    a3_dim?: number | null | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::unique_dim': (
    a0_self: Tensor,
    a1_dim: number,
    a2_sorted?: boolean | undefined,
    a3_return_inverse?: boolean | undefined,
    a4_return_counts?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::unique_dim_consecutive': (
    a0_self: Tensor,
    a1_dim: number,
    a2_return_inverse?: boolean | undefined,
    a3_return_counts?: boolean | undefined,
  ) => [Tensor, Tensor, Tensor]
  'aten::unsafe_chunk': (a0_self: Tensor, a1_chunks: number, a2_dim?: number | undefined) => Tensor[]
  'aten::unsafe_split.Tensor': (a0_self: Tensor, a1_split_size: number, a2_dim?: number | undefined) => Tensor[]
  'aten::unsafe_split_with_sizes': (
    a0_self: Tensor,
    a1_split_sizes: readonly number[],
    a2_dim?: number | undefined,
  ) => Tensor[]
  'aten::unsqueeze': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::unsqueeze_': (a0_self: Tensor, a1_dim: number) => Tensor
  'aten::upsample_bicubic2d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::upsample_bicubic2d.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_bilinear2d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::upsample_bilinear2d.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_linear1d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales?: number | null | undefined,
  ) => Tensor
  'aten::upsample_linear1d.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_nearest1d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales?: number | null | undefined,
  ) => Tensor
  'aten::upsample_nearest1d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_nearest2d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales_h?: number | null | undefined,
    a3_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::upsample_nearest2d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_nearest3d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_scales_d?: number | null | undefined,
    a3_scales_h?: number | null | undefined,
    a4_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::upsample_nearest3d.vec': (
    a0_input: Tensor,
    a1_output_size?: readonly number[] | null | undefined,
    a2_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::upsample_trilinear3d': (
    a0_self: Tensor,
    a1_output_size: readonly number[] | number,
    a2_align_corners: boolean,
    a3_scales_d?: number | null | undefined,
    a4_scales_h?: number | null | undefined,
    a5_scales_w?: number | null | undefined,
  ) => Tensor
  'aten::upsample_trilinear3d.vec': (
    a0_input: Tensor,
    a1_output_size: readonly number[] | null | undefined,
    a2_align_corners: boolean,
    a3_scale_factors?: readonly number[] | null | undefined,
  ) => Tensor
  'aten::values': (a0_self: Tensor) => Tensor
  'aten::vander': (a0_x: Tensor, a1_N?: number | null | undefined, a2_increasing?: boolean | undefined) => Tensor
  'aten::var': (a0_self: Tensor, a1_unbiased?: boolean | undefined) => Tensor
  'aten::var.correction': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_correction?: Scalar | null | undefined,
    a3_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::var.dim': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_unbiased?: boolean | undefined,
    a3_keepdim?: boolean | undefined,
  ) => Tensor
  'aten::var_mean': (a0_self: Tensor, a1_unbiased?: boolean | undefined) => [Tensor, Tensor]
  'aten::var_mean.correction': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_correction?: Scalar | null | undefined,
    a3_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::var_mean.dim': (
    a0_self: Tensor,
    a1_dim?: readonly number[] | number | null | undefined,
    a2_unbiased?: boolean | undefined,
    a3_keepdim?: boolean | undefined,
  ) => [Tensor, Tensor]
  'aten::vdot': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::view': (a0_self: Tensor, a1_size: readonly number[]) => Tensor
  'aten::view.dtype': (a0_self: Tensor, a1_dtype: DType) => Tensor
  'aten::view_as': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::view_as_complex': (a0_self: Tensor) => Tensor
  'aten::view_as_real': (a0_self: Tensor) => Tensor
  'aten::view_copy.dtype': (a0_self: Tensor, a1_dtype: DType) => Tensor
  'aten::vsplit.array': (a0_self: Tensor, a1_indices: readonly number[]) => Tensor[]
  'aten::vsplit.int': (a0_self: Tensor, a1_sections: number) => Tensor[]
  'aten::vstack': (a0_tensors: readonly Tensor[]) => Tensor
  'aten::where': (a0_condition: Tensor) => Tensor[]
  'aten::where.Scalar': (a0_condition: Tensor, a1_self: Scalar, a2_other: Scalar) => Tensor
  'aten::where.ScalarOther': (a0_condition: Tensor, a1_self: Tensor, a2_other: Scalar) => Tensor
  'aten::where.ScalarSelf': (a0_condition: Tensor, a1_self: Scalar, a2_other: Tensor) => Tensor
  'aten::where.self': (a0_condition: Tensor, a1_self: Tensor, a2_other: Tensor) => Tensor
  'aten::xlogy.OutScalar_Other': (a0_self: Tensor, a1_other: Scalar, a2_out: Tensor) => Tensor
  'aten::xlogy.OutScalar_Self': (a0_self: Scalar, a1_other: Tensor, a2_out: Tensor) => Tensor
  'aten::xlogy.OutTensor': (a0_self: Tensor, a1_other: Tensor, a2_out: Tensor) => Tensor
  'aten::xlogy.Scalar_Other': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::xlogy.Scalar_Self': (a0_self: Scalar, a1_other: Tensor) => Tensor
  'aten::xlogy.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::xlogy_.Scalar_Other': (a0_self: Tensor, a1_other: Scalar) => Tensor
  'aten::xlogy_.Tensor': (a0_self: Tensor, a1_other: Tensor) => Tensor
  'aten::zero': (a0_self: Tensor) => Tensor
  'aten::zero_': (a0_self: Tensor) => Tensor
  'aten::zeros': (
    a0_size: readonly number[],
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
  ) => Tensor
  'aten::zeros_like': (
    a0_self: Tensor,
    a1_dtype?: DType | null | undefined,
    a2_layout?: Layout | null | undefined,
    a3_device?: string | null | undefined,
    a4_pin_memory?: boolean | null | undefined,
    a5_memory_format?: MemoryFormat | null | undefined,
  ) => Tensor
}
