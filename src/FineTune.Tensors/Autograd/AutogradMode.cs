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

    /// <summary>Ends a <see cref="NoGrad"/> region when disposed.</summary>
    public readonly ref struct Guard
    {
        internal Guard(int _) => t_disabled++;

        /// <summary>Ends the region.</summary>
        public void Dispose() => t_disabled--;
    }
}
