namespace FineTune.Kernels;

/// <summary>Where an instruction finds its operand in memory: at base + index * scale + offset.</summary>
internal readonly record struct CodeAddress(Register64 Base, int Offset = 0, Register64? Index = null, int Scale = 1);
