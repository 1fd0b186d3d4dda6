namespace Atelier.Server.Logs;

/// <summary>How lines of the log are written.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object a line, for whoever collects them (requirement B-70).</summary>
    Json,

    /// <summary>For people at a terminal.</summary>
    Text,
}
