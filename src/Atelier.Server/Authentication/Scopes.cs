namespace Atelier.Server.Authentication;

/// <summary>What a key may do; each is also the name of a policy.</summary>
internal static class Scopes
{
    /// <summary>Make and read one's own pictures.</summary>
    public const string Generate = "generate";

    /// <summary>Manage one's own webhooks.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>The doors under <c>/admin/api</c>, and the metrics.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Generate, Webhooks, Admin];
}
