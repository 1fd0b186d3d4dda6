using Npgsql;
using NpgsqlTypes;

namespace Atelier.Data.Connections;

/// <summary>Positional parameters whose type PostgreSQL could not guess: NULLs and JSON.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Text);

    public static NpgsqlParameter Uuid(Guid? value) => Of(value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Integer(int? value) => Of(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Small(int? value) => Of((short?)value, NpgsqlDbType.Smallint);

    public static NpgsqlParameter SmallsOf(List<int?> values) =>
        Of(values.ConvertAll(value => (short?)value), NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public static NpgsqlParameter Interval(TimeSpan? value) => Of(value, NpgsqlDbType.Interval);

    public static NpgsqlParameter Moment(DateTimeOffset? value) =>
        Of(value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter BigInt(long? value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Date(DateOnly? value) => Of(value, NpgsqlDbType.Date);

    public static NpgsqlParameter Bytes(byte[]? value) => Of(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Json(string? json) => Of(json, NpgsqlDbType.Jsonb);

    public static NpgsqlParameter Jsons(IReadOnlyList<string?> json) =>
        Of(json, NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    public static NpgsqlParameter Texts(string?[]? values) => Of(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlParameter Intervals(TimeSpan?[] values) =>
        Of(values, NpgsqlDbType.Array | NpgsqlDbType.Interval);

    public static NpgsqlParameter BytesOf(List<byte[]?> values) => Of(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
