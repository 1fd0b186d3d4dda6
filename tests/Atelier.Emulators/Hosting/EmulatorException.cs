namespace Atelier.Emulators.Hosting;

/// <summary>A setting or a rule that cannot be; the message names the fix.</summary>
public sealed class EmulatorException(string message) : Exception(message);
