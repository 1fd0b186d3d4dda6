using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Decorators;

public sealed partial class LoggedProvider
{
    [LoggerMessage(LogLevel.Debug, "{Provider} {Step}: {Result}.")]
    private partial void LogDone(string provider, ProviderStep step, string? result);

    [LoggerMessage(LogLevel.Information, "{Provider} {Step} was canceled by us.")]
    private partial void LogCanceled(string provider, ProviderStep step);

    [LoggerMessage(
        LogLevel.Warning,
        "{Provider} {Step} failed: {Kind}, charge {Charge}, status {Status}, request {RequestId}, cause {Cause}."
    )]
    private partial void LogFailed(
        string provider,
        ProviderStep step,
        FailureKind kind,
        Charge charge,
        int? status,
        string? requestId,
        string? cause
    );

    [LoggerMessage(LogLevel.Error, "{Provider} {Step} broke in a way that the adapter does not know: {Cause}.")]
    private partial void LogBroken(string provider, ProviderStep step, string cause);
}
