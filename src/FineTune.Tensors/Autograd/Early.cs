namespace FineTune.Autograd;

/// <summary>
/// Random bits that are drawn before the operation that needs them. When this is disposed nothing draws any more, whatever happened in between, and bits that no
/// operation took are given back.
/// </summary>
/// <typeparam name="TBits">What is drawn.</typeparam>
internal readonly struct Early<TBits>(TBits? bits) : IDisposable
    where TBits : DrawnBits
{
    /// <summary>Hands the bits over, which may still be being drawn; null where nothing is dropped.</summary>
    public TBits? Take()
    {
        bits?.IsTaken = true;
        return bits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (bits is { IsTaken: true })
        {
            bits.FinishDrawing();
        }
        else
        {
            bits?.Dispose();
        }
    }
}
