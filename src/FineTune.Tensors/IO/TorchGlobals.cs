namespace FineTune.IO;

/// <summary>Everything a torch file may name. Nothing else is ever looked up, let alone run.</summary>
internal static class TorchGlobals
{
    private static readonly (string Storage, string DType, SafetensorsDType Kind)[] Kinds =
    [
        ("FloatStorage", "float32", SafetensorsDType.F32),
        ("DoubleStorage", "float64", SafetensorsDType.F64),
        ("HalfStorage", "float16", SafetensorsDType.F16),
        ("BFloat16Storage", "bfloat16", SafetensorsDType.BF16),
        ("LongStorage", "int64", SafetensorsDType.I64),
        ("IntStorage", "int32", SafetensorsDType.I32),
        ("ShortStorage", "int16", SafetensorsDType.I16),
        ("CharStorage", "int8", SafetensorsDType.I8),
        ("ByteStorage", "uint8", SafetensorsDType.U8),
        ("BoolStorage", "bool", SafetensorsDType.Bool),
        ("ComplexFloatStorage", "complex64", SafetensorsDType.C64),
        (string.Empty, "uint16", SafetensorsDType.U16),
        (string.Empty, "uint32", SafetensorsDType.U32),
        (string.Empty, "uint64", SafetensorsDType.U64),
    ];

    private static readonly Dictionary<(string Module, string Name), TorchGlobal> Known = Make();

    /// <summary>Gets what a name stands for, or null when it is none of ours.</summary>
    public static TorchGlobal? Find(string module, string name) => Known.GetValueOrDefault((module, name));

    /// <summary>Gets the storage class of a kind of numbers.</summary>
    public static string StorageName(SafetensorsDType kind) => Kinds.First(row => row.Kind == kind).Storage;

    private static Dictionary<(string Module, string Name), TorchGlobal> Make()
    {
        Dictionary<(string Module, string Name), TorchGlobal> known = new()
        {
            [("collections", "OrderedDict")] = new(TorchGlobalKind.OrderedDict),
            [("torch._utils", "_rebuild_tensor")] = new(TorchGlobalKind.RebuildTensor),
            [("torch._utils", "_rebuild_tensor_v2")] = new(TorchGlobalKind.RebuildTensor),
            [("torch._utils", "_rebuild_tensor_v3")] = new(TorchGlobalKind.RebuildTensorV3),
            [("torch._utils", "_rebuild_parameter")] = new(TorchGlobalKind.RebuildParameter),
            [("torch", "Size")] = new(TorchGlobalKind.Size),
            [("torch.storage", "UntypedStorage")] = new(TorchGlobalKind.Storage),
            [("_codecs", "encode")] = new(TorchGlobalKind.Encode),
            [("numpy._core.multiarray", "_reconstruct")] = new(TorchGlobalKind.NumPyReconstruct),
            [("numpy.core.multiarray", "_reconstruct")] = new(TorchGlobalKind.NumPyReconstruct),
            [("numpy", "ndarray")] = new(TorchGlobalKind.NumPyArray),
            [("numpy", "dtype")] = new(TorchGlobalKind.NumPyDType),
        };
        foreach ((string storage, string dtype, SafetensorsDType kind) in Kinds)
        {
            known[("torch", dtype)] = new(TorchGlobalKind.DType, kind);
            if (storage.Length > 0)
            {
                known[("torch", storage)] = new(TorchGlobalKind.Storage, kind);
            }
        }

        return known;
    }
}
