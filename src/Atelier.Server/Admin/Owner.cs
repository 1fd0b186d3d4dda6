using Atelier.Data.Accounts;
using Atelier.Data.Secrets;
using Atelier.Server.Authentication;
using Atelier.Server.Setup;

namespace Atelier.Server.Admin;

/// <summary>The operator's own account and key, made at the first start.</summary>
internal sealed class Owner(AccountStore accounts, KeyStore keys, SessionStore sessions, ServerSettings settings)
{
    public static readonly TimeSpan CodeLife = TimeSpan.FromHours(1);

    // Requirement C-49: what a premium account gets a month, in thousandths of a credit.
    private const long PremiumGrant = 10_000_000;

    private const string KeyName = "owner";

    /// <summary>Makes account and key where they are missing.</summary>
    /// <returns>A sign-in code at the very first start; else null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        var owner = await accounts.FindOwnerAsync(cancellationToken);
        var id =
            owner?.Id
            ?? await accounts.CreateAsync(
                new NewAccount("Owner", "premium", PremiumGrant, Owner: true),
                cancellationToken
            );
        var secret = settings.AdminKey ?? KeyInFile();
        await keys.SaveAsync(id, KeyName, secret, Scopes.All, cancellationToken);
        // A changed ATELIER_ADMIN_KEY must end the old one.
        await keys.RevokeOthersAsync(id, KeyName, secret, cancellationToken);
        return owner is null ? await sessions.CreateCodeAsync(id, CodeLife, cancellationToken) : null;
    }

    private string KeyInFile()
    {
        var path = Path.Combine(settings.DataFolder, "owner.key");
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, ApiKeySecret.Create());
        }

        return File.ReadAllText(path).Trim();
    }
}
