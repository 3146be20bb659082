using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>What a function that packs pairs is told: where to read and to write, and the distances between rows there, in bytes. It serves one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PackCall
{
    public const int SourceOffset = 0, DistanceOffset = 8, DestinationOffset = 16, StepOffset = 24, CountOffset = 32;

    public float* Source;
    public nint Distance;
    public float* Destination;
    public nint Step;

    /// <summary>How often: at least once.</summary>
    public nint Count;
}
