using System.Reflection;
using System.Runtime.InteropServices;
using FineTune.Runtime;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>
/// How a program ends that was interrupted by a signal while it trained: when nobody catches what <see cref="Trainer.Train"/> throws then, with
/// its message and the code of the signal, as if the signal had ended it; not with a stack trace.
/// </summary>
internal static class QuietEnding
{
    private static int s_code;

    /// <summary>A signal arrived that ends the process.</summary>
    public static void Prepare(PosixSignal signal)
    {
        if (Interlocked.Exchange(ref s_code, 128 + EndingSignals.NumberOf(signal)) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += End;
        }
    }

    private static void End(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (Find(unhandled.ExceptionObject as Exception) is { } interruption)
        {
            LiveLine.LeaveConsole();
            SafeConsole.Error.WriteLine(interruption.Message);
            Environment.Exit(s_code);
        }
    }

    private static InterruptedRunException? Find(Exception? exception) => exception switch
    {
        InterruptedRunException found => found,
        AggregateException or TargetInvocationException or TypeInitializationException => Find(exception.InnerException),
        _ => null,
    };
}
