namespace FineTune.Training;

/// <summary>Bytes that go to another process, or come from it.</summary>
/// <param name="IsSend">Whether they go.</param>
/// <param name="Peer">The other process.</param>
/// <param name="Data">Where they are, or go; it does not move until they have arrived.</param>
/// <param name="Length">How many there are.</param>
internal readonly unsafe record struct Transfer(bool IsSend, int Peer, nint Data, int Length)
{
    public static Transfer To(int peer, ReadOnlySpan<byte> pinned) => new(true, peer, AddressOf(pinned), pinned.Length);

    public static Transfer From(int peer, ReadOnlySpan<byte> pinned) => new(false, peer, AddressOf(pinned), pinned.Length);

    private static nint AddressOf(ReadOnlySpan<byte> pinned) => (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(pinned));
}
