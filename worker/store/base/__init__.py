"""What all of the store stands on: schema, migrations, transactions, the audit."""
