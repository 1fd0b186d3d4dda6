using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Server.Logs;

/// <summary>Writes entries of the log as lines, in one of the two formats, behind the redactor.</summary>
internal sealed class LineFormatter(LogFormat format, LogRedactor redactor, TimeProvider time)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "atelier";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var line = new LogLine(
            time.GetUtcNow(),
            LevelOf(logEntry.LogLevel),
            logEntry.Category,
            logEntry.Formatter(logEntry.State, logEntry.Exception),
            Activity.Current?.TraceId.ToString(),
            logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
            logEntry.Exception
        );
        textWriter.WriteLine(format == LogFormat.Json ? JsonLine.Of(line, redactor) : TextLine.Of(line, redactor));
    }

    // The words of requirement B-70; what is below them has its own.
    private static string LevelOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            _ => "error",
        };
}
