using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>Random bits in memory that goes back when they are disposed, which may be drawn beside what the caller does next.</summary>
internal abstract class DrawnBits : IDisposable
{
    private EarlyWork? _drawing;
    private bool _disposed;

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
        if (_drawing is { } drawing)
        {
            ProfileSpan span = Profile.Begin();
            _drawing = null;
            drawing.Finish();
            span.End(KernelFamily.RandomNumbers);
        }
    }

    /// <summary>Draws, at once or, if <paramref name="isEarly"/>, beside what the caller does until it asks for the bits.</summary>
    protected void Draw(Action draw, bool isEarly)
    {
        if (isEarly)
        {
            _drawing = EarlyWork.Begin(draw);
        }
        else
        {
            ProfileSpan span = Profile.Begin();
            draw();
            span.End(KernelFamily.RandomNumbers);
        }
    }

    /// <summary>Gives the memory back.</summary>
    protected abstract void GiveBack();
}
