namespace FineTune.IO;

/// <summary>A name a torch file may use.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="DType">The kind of numbers, of a storage or dtype.</param>
internal sealed record TorchGlobal(TorchGlobalKind Kind, SafetensorsDType? DType = null);
