using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>The values that a family of MPI libraries has for what the standard only names.</summary>
/// <param name="Family">Its name.</param>
/// <param name="World">All processes.</param>
/// <param name="Bytes">The type of bytes.</param>
/// <param name="NoInfo">No further wishes.</param>
/// <param name="ReturnErrors">Errors are returned.</param>
/// <param name="IgnoreStatus">Nobody wants to know how it went.</param>
/// <param name="SharedMemory">Processes that share memory: those of one machine.</param>
/// <param name="Funneled">One thread makes all calls.</param>
internal sealed record MpiConstants(string Family, nint World, nint Bytes, nint NoInfo, nint ReturnErrors, nint IgnoreStatus, int SharedMemory, int Funneled)
{
    /// <summary>Finds out which family a library is of.</summary>
    public static MpiConstants Of(nint library, string name)
    {
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world))
        {
            return new MpiConstants(
                "Open MPI", world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), NativeLibrary.GetExport(library, "ompi_mpi_info_null"),
                NativeLibrary.GetExport(library, "ompi_mpi_errors_return"), IgnoreStatus: 0, SharedMemory: 0, Funneled: 1);
        }

        return Path.GetFileName(name).StartsWith("libmpi_abi", StringComparison.Ordinal)
            ? new MpiConstants("MPI 5", 0x101, 0x247, 0x130, 0x143, IgnoreStatus: 0, SharedMemory: 221, Funneled: 1024)
            : new MpiConstants("MPICH", 0x44000000, 0x4c00010d, 0x1c000000, 0x54000001, IgnoreStatus: 1, SharedMemory: 1, Funneled: 1);
    }
}
