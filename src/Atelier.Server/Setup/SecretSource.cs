using Atelier.Data.Secrets;
using Npgsql;

namespace Atelier.Server.Setup;

/// <summary>Where the master secret comes from: the setting, or a file made at the very first start.</summary>
internal static class SecretSource
{
    /// <exception cref="SettingsException">The secret that the database was set up with is not here.</exception>
    public static async Task<MasterSecret> ReadAsync(
        ServerSettings settings,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        if (settings.Secret is { } text)
        {
            return MasterSecret.FromText(text);
        }

        var path = Path.Combine(settings.DataFolder, "secret");
        if (!File.Exists(path) && await SecretAgreement.IsMadeAsync(database, cancellationToken))
        {
            throw new SettingsException(
                $"The database was set up with a secret that is not in {path}: put that file back, or set ATELIER_SECRET to the same as on the other nodes."
            );
        }

        try
        {
            return MasterSecret.FromFile(path);
        }
        catch (ArgumentException)
        {
            throw new SettingsException($"{path} holds no secret of at least 32 characters: put the right file back.");
        }
    }
}
