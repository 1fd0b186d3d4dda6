using Atelier.Engine.Public;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>A public address that exists in tests only.</summary>
internal sealed class TestAddresses : PublicAddresses
{
    public override bool Configured => true;

    public static string TokenOf(Guid attemptId) => $"token-of-{attemptId}";

    public override Uri? OfCallback(string provider, Guid attemptId) =>
        new($"https://atelier.test/callbacks/{provider}/{attemptId}/{TokenOf(attemptId)}");

    public override bool IsCallback(string provider, Guid attemptId, string token) => token == TokenOf(attemptId);
}
