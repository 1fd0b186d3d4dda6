namespace Atelier.Data.Photos;

/// <summary>What the statements about photo sessions share.</summary>
internal static class PhotoSessionSql
{
    /// <summary>Whether a row s of photo_sessions may be used: nobody cleans it up, and nothing says that somebody should.</summary>
    public const string IsActive = """
        s.state = 'active' AND (s.clean_at IS NULL OR s.clean_at > atelier.now())
          AND (s.active_at > atelier.now() - interval '4 hours' OR EXISTS (
            SELECT FROM generations u WHERE u.session_id = s.id AND u.finished_at IS NULL))
        """;
}
