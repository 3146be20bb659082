namespace FineTune;

/// <summary>Switches recording of operations on and off for the current thread, like <c>torch.no_grad()</c>.</summary>
public static class AutogradMode
{
    [ThreadStatic]
    private static int t_disabled;

    /// <summary>Gets whether operations on this thread are recorded for <see cref="Tensor.Backward(float)"/>. Default true.</summary>
    public static bool Enabled => t_disabled == 0;

    /// <summary>Stops recording until the returned value is disposed: <c>using (AutogradMode.NoGrad()) { ... }</c>.</summary>
    public static Guard NoGrad() => new(0);

    /// <summary>Records, whatever region is around it, until the returned value is disposed.</summary>
    internal static RecordGuard Record() => new(t_disabled);

    /// <summary>Ends a <see cref="Record"/> region when disposed.</summary>
    internal readonly ref struct RecordGuard
    {
        private readonly int _before;

        public RecordGuard(int before)
        {
            _before = before;
            t_disabled = 0;
        }

        public void Dispose() => t_disabled = _before;
    }

    /// <summary>Ends a <see cref="NoGrad"/> region when disposed.</summary>
    public readonly ref struct Guard
    {
        internal Guard(int _) => t_disabled++;

        /// <summary>Ends the region.</summary>
        public void Dispose() => t_disabled--;
    }
}
