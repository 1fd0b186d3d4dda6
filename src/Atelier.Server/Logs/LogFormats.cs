using Atelier.Server.Setup;

namespace Atelier.Server.Logs;

/// <summary><c>ATELIER_LOG_FORMAT</c>.</summary>
internal static class LogFormats
{
    /// <summary>What the setting says; without one text on a terminal, JSON where the output goes elsewhere.</summary>
    /// <exception cref="SettingsException">It is neither json nor text.</exception>
    public static LogFormat Read(string? text) =>
        text?.ToLowerInvariant() switch
        {
            null => Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Text,
            "json" => LogFormat.Json,
            "text" => LogFormat.Text,
            _ => throw new SettingsException($"ATELIER_LOG_FORMAT must be json or text; it is '{text}'."),
        };
}
