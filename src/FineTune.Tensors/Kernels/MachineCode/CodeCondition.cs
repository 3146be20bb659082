namespace FineTune.Kernels;

/// <summary>When a jump is made, by the last comparison or subtraction: the second byte of its opcode.</summary>
internal enum CodeCondition : byte
{
    Equal = 0x84,
    NotEqual = 0x85,
    Less = 0x8C,
    NotLess = 0x8D,
}
