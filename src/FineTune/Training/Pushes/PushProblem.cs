using System.Net;

namespace FineTune.Training;

/// <summary>Tells what trying again can help from what it cannot.</summary>
internal static class PushProblem
{
    /// <summary>
    /// Whether another try would end the same: no access, a wrong token, a wrong name, offline by wish. A network that is down, a Hub that is
    /// busy or fails, and somebody else's commit in between pass.
    /// </summary>
    public static bool IsFinal(Exception exception) => exception switch
    {
        HfHubHttpException answer => (int)answer.StatusCode is >= 400 and < 500 && answer.StatusCode is not
            (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests),
        OfflineModeIsEnabledException or LocalTokenNotFoundException => true,
        HubException or HttpRequestException or TimeoutException or OperationCanceledException => false,
        _ => true,
    };
}
