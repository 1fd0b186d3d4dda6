namespace Atelier.Server.Authentication;

/// <summary>What a key may do; each is also the name of a policy.</summary>
internal static class Scopes
{
    /// <summary>Make one's own pictures, and read them.</summary>
    public const string Generate = "generate";

    /// <summary>Read one's own pictures, generations and usage.</summary>
    public const string Read = "read";

    /// <summary>One's own endpoints of webhooks.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>The doors under <c>/admin/api</c>, and the metrics.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Generate, Read, Webhooks, Admin];

    /// <summary>What somebody may do who signed in to an account that is not the owner's.</summary>
    public static readonly IReadOnlyList<string> OfSession = [Generate, Read, Webhooks];

    /// <summary>The scopes that open the doors of a policy; one of them is enough.</summary>
    public static IReadOnlyList<string> For(string policy) => policy == Read ? [Read, Generate] : [policy];
}
