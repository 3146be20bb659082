namespace FineTune.Kernels;

/// <summary>Copies code to where it can be called, as <see cref="ExecutableMemory.Place"/> does; 0 and the reason where that is refused.</summary>
internal delegate nint CodePlacing(ReadOnlySpan<byte> code, out string? refusal);
