namespace Atelier.Data.Erasing;

/// <summary>What the tables of accounts, generations and pictures forget. Capabilities with tables of their own bring theirs.</summary>
public static class OwnErasables
{
    public static IReadOnlyList<IErasable> All { get; } =
    [
        new SqlErasable("prompts", "DELETE FROM prompts WHERE account_id = $1"),
        // A hash of a body tells whoever guesses the words that the guess was right.
        new SqlErasable(
            "requests",
            """
            UPDATE generations SET request = request - 'provider_options' - 'context', error_message = NULL, fingerprint = NULL,
              visitor = NULL, client = NULL, presentation_id = NULL, slide_id = NULL, element_id = NULL
            WHERE account_id = $1
            """
        ),
        new SqlErasable("previews", "DELETE FROM previews WHERE account_id = $1"),
        new SqlErasable("repeats", "DELETE FROM repeats WHERE account_id = $1"),
        new SqlErasable("idempotency_keys", "DELETE FROM idempotency_keys WHERE account_id = $1"),
        new SqlErasable("quotes", "DELETE FROM quotes WHERE account_id = $1"),
        // The rows of delivered pictures stay, empty: what was charged is proven by them.
        new SqlErasable(
            "candidates",
            """
            DELETE FROM images i USING generations g WHERE g.account_id = $1 AND i.generation_id = g.id
              AND NOT EXISTS (SELECT FROM slots s WHERE s.generation_id = i.generation_id AND s.image_id = i.id)
            """
        ),
        new SqlErasable("photo_sessions", "DELETE FROM photo_sessions WHERE account_id = $1"),
        new SqlErasable("keys", "DELETE FROM api_keys WHERE account_id = $1"),
        new SqlErasable("sessions", "DELETE FROM sessions WHERE account_id = $1"),
        new SqlErasable("sign_in_codes", "DELETE FROM sign_in_codes WHERE account_id = $1"),
        new SqlErasable("tickets", "DELETE FROM tickets WHERE account_id = $1"),
        new SqlErasable("guest_cookies", "DELETE FROM guests WHERE account_id = $1"),
        new SqlErasable("credit_reasons", "DELETE FROM credit_orders WHERE account_id = $1"),
        new SqlErasable("reviews", "DELETE FROM reviews WHERE account_id = $1"),
        new SqlErasable("notices", "DELETE FROM notices WHERE account_id = $1"),
    ];
}
