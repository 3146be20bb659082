namespace FineTune.IO;

/// <summary>What a name in a torch file stands for.</summary>
internal enum TorchGlobalKind
{
    OrderedDict,
    RebuildTensor,
    RebuildTensorV3,
    RebuildParameter,
    Size,
    Storage,
    DType,
    Encode,
    NumPyReconstruct,
    NumPyArray,
    NumPyDType,
}
