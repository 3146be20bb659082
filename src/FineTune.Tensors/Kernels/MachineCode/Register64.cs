namespace FineTune.Kernels;

/// <summary>The general registers that both calling conventions leave to a function without saving them, and where Linux passes the argument.</summary>
internal enum Register64
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
}
