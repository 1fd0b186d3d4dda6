using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atelier.Server.Tests.Serving;

/// <summary>Keeps every line of a server's log from Debug on, and knows what must not stand in one.</summary>
public sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentDictionary<string, byte> _forbidden = new();

    /// <summary>A word that every prompt of the tests holds, and nothing else.</summary>
    public const string PromptWord = "zanzibarine";

    public IEnumerable<string> Lines => _lines;

    /// <summary>Whether lines and secrets are those of a server, and so of the whole suite.</summary>
    internal bool OfSuite { get; init; }

    /// <summary>Names a secret that no line may hold.</summary>
    public void Forbid(string secret)
    {
        _forbidden[secret] = 0;
        if (OfSuite)
        {
            SuiteLog.Forbid(secret);
        }
    }

    /// <summary>Lines with a prompt or a secret.</summary>
    public IReadOnlyList<string> Leaks() =>
        [
            .. _lines.Where(line =>
                line.Contains(PromptWord, StringComparison.OrdinalIgnoreCase)
                || _forbidden.Keys.Any(secret => line.Contains(secret, StringComparison.Ordinal))
            ),
        ];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                var line = $"{logLevel} {category}: {formatter(state, exception)} {exception}";
                capture._lines.Enqueue(line);
                if (capture.OfSuite)
                {
                    SuiteLog.Write(line);
                }
            }
        }
    }
}
