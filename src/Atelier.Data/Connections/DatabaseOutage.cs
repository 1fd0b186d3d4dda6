using Npgsql;

namespace Atelier.Data.Connections;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
public static class DatabaseOutage
{
    /// <summary>Whether the database could not be asked, was shut down meanwhile, or is only too busy: the same may work later.</summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception is NpgsqlException { IsTransient: true }
        || exception is NpgsqlException and not PostgresException { InvariantSeverity: "ERROR" };
}
