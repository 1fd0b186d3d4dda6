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

    /// <summary>The file of the data folder that holds the key.</summary>
    public const string KeyFile = "owner.key";

    private const string KeyName = KeyDesk.OwnersName;

    /// <summary>Makes account and key where they are missing.</summary>
    /// <returns>A sign-in code at the very first start; else null.</returns>
    /// <exception cref="SettingsException">The key's file holds no key.</exception>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        var secret = settings.AdminKey ?? KeyInFile();
        var (id, made) = await accounts.EnsureOwnerAsync(
            new NewAccount("Owner", "premium", PremiumGrant, Owner: true),
            cancellationToken
        );
        await keys.SaveAsync(id, KeyName, secret, Scopes.All, cancellationToken);
        // A changed ATELIER_ADMIN_KEY ends the old one and what it opened. Keys in files stay: each node has its own.
        if (settings.AdminKey is not null && await keys.RevokeOthersAsync(id, KeyName, secret, cancellationToken) > 0)
        {
            await sessions.CloseAllAsync(id, cancellationToken);
        }

        return made ? await sessions.CreateCodeAsync(id, CodeLife, Actor.Service, cancellationToken) : null;
    }

    private string KeyInFile()
    {
        var path = Path.Combine(settings.DataFolder, KeyFile);
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, ApiKeySecret.Create());
        }

        var key = File.ReadAllText(path).Trim();
        return key.Length >= ServerSettings.LeastKeyLength
            ? key
            : throw new SettingsException(
                $"{path} holds no key of at least {ServerSettings.LeastKeyLength} characters: delete it to have one made."
            );
    }
}
