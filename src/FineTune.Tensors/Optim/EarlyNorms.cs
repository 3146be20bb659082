using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>
/// The norms of large gradients, each computed when a way back has finished it, while it is still in the cache, by a thread that is free beside the products that
/// follow. <see cref="GradientClipping"/> takes those of gradients that nobody was handed since.
/// </summary>
/// <param name="parameters">Whose gradients.</param>
internal sealed class EarlyNorms(IReadOnlyList<Parameter> parameters)
{
    private readonly NormWork _work = new();
    private Action<Parameter>? _finished;

    /// <summary>Gets or sets the fewest elements that are worth it; tests set it.</summary>
    public static int FewestElements { get; set; } = 1 << 16;

    /// <summary>Computes the norms of what the way back that now begins finishes.</summary>
    public void Begin()
    {
        _finished ??= BeginNorm;
        foreach (Parameter parameter in parameters)
        {
            parameter.GradientFinished = parameter.Length >= FewestElements ? _finished : null;
        }
    }

    /// <summary>Waits for the last norm, and computes no more.</summary>
    public void End()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.GradientFinished = null;
        }

        ProfileSpan span = Profile.Begin();
        _work.Finish();
        span.End(KernelFamily.GradientNorm);
    }

    private void BeginNorm(Parameter parameter)
    {
        _work.Finish();
        if (parameter is { HasGradient: true, GradientRows: null } && parameter.GradBuffer!.Storage.Deferred is null)
        {
            _work.Begin(parameter);
        }
    }

    private sealed class NormWork : EarlyWork
    {
        private KnownNorm _norm = null!;

        public void Begin(Parameter parameter)
        {
            _norm = parameter.GradientNorm ??= new KnownNorm();
            _norm.Begin(parameter.GradBuffer!.Storage);
            Begin();
        }

        protected internal override void Work(int start, int end) => _norm.Compute();
    }
}
