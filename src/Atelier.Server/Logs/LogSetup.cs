using Atelier.Server.Setup;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Server.Logs;

/// <summary>Where the log goes: to standard output, in our own lines.</summary>
internal static class LogSetup
{
    public static ILoggingBuilder AddAtelierConsole(this ILoggingBuilder logging, ServerSettings settings)
    {
        logging.Services.AddSingleton<ConsoleFormatter>(
            new LineFormatter(settings.LogFormat, LogRedactor.For(settings), TimeProvider.System)
        );
        return logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
    }
}
