using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>Random bits in memory that goes back when they are disposed, which may be drawn beside what the caller does next.</summary>
internal abstract class DrawnBits : EarlyWork, IDisposable
{
    private bool _disposed;

    /// <summary>Gets or sets whether an operation has them, which gives their memory back.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            try
            {
                FinishDrawing();
            }
            finally
            {
                GiveBack();
            }
        }
    }

    /// <summary>Waits for bits that are still being drawn.</summary>
    public void FinishDrawing()
    {
        if (IsPending)
        {
            ProfileSpan span = Profile.Begin();
            Finish();
            span.End(KernelFamily.RandomNumbers);
        }
    }

    /// <summary>Draws, at once or, if <paramref name="isEarly"/>, beside what the caller does until it asks for the bits.</summary>
    protected void Draw(bool isEarly)
    {
        if (isEarly)
        {
            Begin();
        }
        else
        {
            ProfileSpan span = Profile.Begin();
            Work();
            span.End(KernelFamily.RandomNumbers);
        }
    }

    /// <inheritdoc/>
    protected internal sealed override void Work(int start, int end) => Work();

    /// <summary>Draws all of them.</summary>
    protected abstract void Work();

    /// <summary>Gives the memory back.</summary>
    protected abstract void GiveBack();
}
