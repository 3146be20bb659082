namespace FineTune.Autograd;

/// <summary>Random bits that are drawn before the operation that needs them, and disposed unless one takes them.</summary>
/// <typeparam name="TBits">What is drawn.</typeparam>
internal sealed class Early<TBits>(TBits? bits) : IDisposable
    where TBits : class, IDisposable
{
    private TBits? _bits = bits;

    /// <summary>Hands the bits over, which may still be being drawn; null where nothing is dropped.</summary>
    public TBits? Take()
    {
        TBits? taken = _bits;
        _bits = null;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose() => Take()?.Dispose();
}
