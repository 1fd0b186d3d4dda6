namespace Atelier.Server.Setup;

/// <summary>The service cannot start as it was set up. The message is one sentence with the way out.</summary>
internal sealed class SettingsException(string message) : Exception(message);
