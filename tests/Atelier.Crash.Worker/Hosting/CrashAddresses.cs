using System.Security.Cryptography;
using System.Text;
using Atelier.Engine.Public;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>Callbacks at the door of the run; its token is a hash, since nobody here wants to guess it.</summary>
internal sealed class CrashAddresses(Uri callbacks) : PublicAddresses
{
    public override bool Configured => true;

    public override Uri OfCallback(string provider, Guid attemptId) =>
        new($"{callbacks.AbsoluteUri.TrimEnd('/')}/callbacks/{provider}/{attemptId}/{Token(provider, attemptId)}");

    public override bool IsCallback(string provider, Guid attemptId, string token) =>
        token == Token(provider, attemptId);

    private static string Token(string provider, Guid attemptId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}/{attemptId}")))[..32];
}
