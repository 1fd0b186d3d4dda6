using System.Data;
using Dapper;

namespace Atelier.Data.Connections;

/// <summary>Reads timestamptz as DateTimeOffset in UTC; Npgsql gives a DateTime, which no record of ours takes.</summary>
internal sealed class TimestampHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
        parameter.Value = value.UtcDateTime;

    public override DateTimeOffset Parse(object value) =>
        value is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : (DateTimeOffset)value;
}
