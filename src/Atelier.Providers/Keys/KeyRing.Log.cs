using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Keys;

public sealed partial class KeyRing
{
    [LoggerMessage(LogLevel.Warning, "{Provider}: the key in {Key} is set aside for {Seconds} s ({State})")]
    private partial void LogAside(string provider, string key, double seconds, KeyState state);
}
