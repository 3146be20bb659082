namespace FineTune.Kernels;

/// <summary>The general registers that both calling conventions leave to a function without saving them, and those that Linux does: where it passes the first two arguments.</summary>
internal enum Register64
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rsi = 6,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
}
