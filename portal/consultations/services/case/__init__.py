"""What every act upon a case goes through: found, moved, recorded, told."""
